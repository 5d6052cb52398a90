package notify

import (
	"fmt"
	"math"
)

// accent is the installation's colour as mail programs know colours: the shade
// of the tokens' accent, oklch(0.5 0.15 hue), brought into sRGB.
func accent(hue int) string {
	for chroma := 0.15; ; chroma -= 0.01 {
		rgb, inside := oklch(0.5, chroma, float64(hue))
		if inside || chroma <= 0 {
			return fmt.Sprintf("#%02x%02x%02x", channel(rgb[0]), channel(rgb[1]), channel(rgb[2]))
		}
	}
}

// oklch gives linear sRGB (Björn Ottosson, A perceptual color space for image
// processing) and whether a screen can show it.
func oklch(lightness, chroma, hue float64) (rgb [3]float64, inside bool) {
	a, b := chroma*math.Cos(hue*math.Pi/180), chroma*math.Sin(hue*math.Pi/180)
	l := cube(lightness + 0.3963377774*a + 0.2158037573*b)
	m := cube(lightness - 0.1055613458*a - 0.0638541728*b)
	s := cube(lightness - 0.0894841775*a - 1.2914855480*b)
	rgb = [3]float64{
		4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s,
	}
	for _, c := range rgb {
		if c < 0 || c > 1 {
			return rgb, false
		}
	}
	return rgb, true
}

func cube(x float64) float64 { return x * x * x }

// channel is linear light as the byte that stands for it (IEC 61966-2-1).
func channel(c float64) int {
	c = min(max(c, 0), 1)
	if c <= 0.0031308 {
		c *= 12.92
	} else {
		c = 1.055*math.Pow(c, 1/2.4) - 0.055
	}
	return int(math.Round(c * 255))
}
