package accounts

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// zoneGroup is a part of the world with the time zones offered there.
type zoneGroup struct {
	Area  string
	Zones []zoneChoice
}

type zoneChoice struct{ Name, Label string }

// commonZones are offered on the profile; scripts add the others, and the one
// that was chosen is always among them.
var commonZones = []string{
	"America/Sao_Paulo", "America/Manaus", "America/Cuiaba", "America/Belem", "America/Fortaleza", "America/Recife", "America/Noronha", "America/Rio_Branco",
	"America/Argentina/Buenos_Aires", "America/Bogota", "America/Lima", "America/Mexico_City", "America/Santiago", "America/Montevideo", "America/Caracas",
	"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris",
	"Europe/Berlin", "Europe/Rome", "Europe/Oslo", "Europe/Warsaw", "Europe/Athens", "Europe/Istanbul", "Africa/Luanda", "Africa/Maputo", "Africa/Cairo",
	"Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "UTC",
}

// cities are names that the time zones have without their accents.
var cities = map[string]string{
	"Sao Paulo": "São Paulo", "Cuiaba": "Cuiabá", "Belem": "Belém", "Noronha": "Fernando de Noronha", "Bogota": "Bogotá", "Mexico City": "Ciudad de México",
}

// zonesFor groups the zones by area, each with its distance from UTC now, west
// to east.
func zonesFor(chosen string, now time.Time) []zoneGroup {
	names := commonZones
	if chosen != "" && !slices.Contains(names, chosen) {
		names = append(slices.Clone(names), chosen)
	}
	type placed struct {
		zoneChoice
		area   string
		offset int
	}
	var all []placed
	for _, name := range names {
		zone, err := time.LoadLocation(name)
		if err != nil {
			continue // typed by somebody, and refused
		}
		area, city, ok := strings.Cut(name, "/")
		if !ok {
			area, city = "UTC", name
		}
		_, offset := now.In(zone).Zone()
		city = strings.ReplaceAll(city[strings.LastIndex(city, "/")+1:], "_", " ")
		if written := cities[city]; written != "" {
			city = written
		}
		all = append(all, placed{zoneChoice{name, city + " (" + distance(offset) + ")"}, area, offset})
	}
	slices.SortStableFunc(all, func(a, b placed) int {
		if c := strings.Compare(a.area, b.area); c != 0 {
			return c
		}
		return a.offset - b.offset
	})
	var groups []zoneGroup
	for _, z := range all {
		if n := len(groups); n == 0 || groups[n-1].Area != z.area {
			groups = append(groups, zoneGroup{Area: z.area})
		}
		last := &groups[len(groups)-1]
		last.Zones = append(last.Zones, z.zoneChoice)
	}
	return groups
}

// distance says seconds east of UTC as people do: GMT−3, GMT+5:30.
func distance(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	hours, minutes := seconds/3600, seconds/60%60
	switch {
	case hours == 0 && minutes == 0:
		return "GMT"
	case minutes == 0:
		return fmt.Sprintf("GMT%s%d", sign, hours)
	}
	return fmt.Sprintf("GMT%s%d:%02d", sign, hours, minutes)
}
