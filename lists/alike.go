package lists

// Alike gathers what says the same, in the order in which each is said first: what holds of every row of a list is
// said once.
func Alike[T any](all []T, says func(T) string) [][]T {
	var out [][]T
	at := map[string]int{}
	for _, one := range all {
		i, met := at[says(one)]
		if !met {
			i = len(out)
			at[says(one)], out = i, append(out, nil)
		}
		out[i] = append(out[i], one)
	}
	return out
}
