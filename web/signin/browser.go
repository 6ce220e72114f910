package signin

import "strings"

// A browser says of itself what it is. Of that the list of where somebody is signed in keeps two words, so that they know which
// session is the lost phone's: no version, and nothing that tells one such phone from another.
var (
	browsers = [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"Chrome", "Chrome"}, {"CriOS", "Chrome"}, {"Safari", "Safari"}}
	machines = [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}
)

// browserOf is what a browser says of itself, as "Firefox, Android"; "" if it says nothing that is known.
func browserOf(agent string) string {
	var out []string
	for _, table := range [][][2]string{browsers, machines} {
		for _, known := range table {
			if strings.Contains(agent, known[0]) {
				out = append(out, known[1])
				break
			}
		}
	}
	return strings.Join(out, ", ")
}
