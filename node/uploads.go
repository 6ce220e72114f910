package node

import "willing/lists"

// Lists reads and takes in lists that are uploaded; see package lists. They lie in a folder beside the data, on a device no longer
// than its process runs.
func (n *Node) Lists() (*lists.Lists, error) {
	n.letIn.Lock()
	defer n.letIn.Unlock()
	if n.lists != nil {
		return n.lists, nil
	}
	l, err := lists.Open(lists.Config{Desk: n.Desk, Dir: n.Folder.uploads(), Open: n.Settings.Field != nil, Now: n.now, Rand: n.Desk.Rand})
	if err == nil {
		n.lists = l
	}
	return l, err
}
