package main

import "slices"

// compare takes the median round of each, by the p50 of ok.
func compare(chats, floors []measured, idle int) compared {
	r := compared{Kind: "chat", Chat: median(chats), Idle: idle}
	if len(floors) > 0 {
		f := median(floors)
		r.Floor = &f
		r.Ratio = &ratio{
			OK50: r.Chat.OK.P50 / f.OK.P50, OK99: r.Chat.OK.P99 / f.OK.P99,
			Event50: r.Chat.Event.P50 / f.Event.P50, Event99: r.Chat.Event.P99 / f.Event.P99,
		}
	}
	return r
}

func median(all []measured) measured {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b measured) int {
		switch {
		case a.OK.P50 < b.OK.P50:
			return -1
		case a.OK.P50 > b.OK.P50:
			return 1
		}
		return 0
	})
	return sorted[(len(sorted)-1)/2]
}
