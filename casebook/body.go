package casebook

import "reflect"

var bodyTypes = map[string]reflect.Type{}

func init() {
	for eventType, empty := range bodies {
		bodyTypes[eventType] = reflect.TypeOf(empty())
	}
}

// contentOf returns an event's body if it is one of its type. A body of another type, or a nil pointer,
// from a broken or hostile program, is as good as withheld.
func contentOf(e Event) any {
	if e.Body == nil || reflect.TypeOf(e.Body) != bodyTypes[e.Type] || reflect.ValueOf(e.Body).IsNil() {
		return nil
	}
	return e.Body
}

func known(eventType string) bool { return bodyTypes[eventType] != nil }
