package sandbox

import (
	"fmt"
	"net/http"
	"path"
	"strings"
)

// drawings are the shapes of the products, as SVG paths on a canvas of 100 by 100.
func drawings() map[string]string {
	return map[string]string{
		"tee":      "M30 22 L42 18 Q50 26 58 18 L70 22 L86 38 L76 48 L70 42 L70 84 L30 84 L30 42 L24 48 L14 38 Z",
		"jacket":   "M32 18 L46 14 L50 22 L54 14 L68 18 L82 34 L84 72 L74 74 L70 46 L70 86 L52 86 L52 30 L48 30 L48 86 L30 86 L30 46 L26 74 L16 72 L18 34 Z",
		"trousers": "M32 14 L68 14 L76 88 L58 88 L50 42 L42 88 L24 88 Z",
		"hat":      "M20 62 Q20 24 50 24 Q80 24 80 62 Z M14 66 H86 V76 H14 Z",
		"glove":    "M36 86 V52 L24 40 L30 32 L38 40 V22 H46 V44 H48 V16 H56 V44 H58 V22 H66 V48 H68 V32 H75 V62 L68 86 Z",
		"sock":     "M38 12 H62 V52 L82 70 Q86 84 70 86 L42 70 Q38 66 38 58 Z",
		"boot":     "M32 14 H58 V50 L82 64 Q88 70 86 78 H32 Z M30 80 H88 V88 H30 Z",
		"pack":     "M40 16 Q50 6 60 16 V22 H66 Q76 24 76 36 V86 H24 V36 Q24 24 34 22 H40 Z M34 54 H66 V74 H34 Z",
		"bag":      "M34 36 Q34 14 50 14 Q66 14 66 36 H60 Q60 20 50 20 Q40 20 40 36 Z M22 38 H78 L72 86 H28 Z",
		"bottle":   "M42 8 H58 V20 L66 32 V86 Q66 92 60 92 H40 Q34 92 34 86 V32 L42 20 Z",
		"mug":      "M24 28 H66 V80 H24 Z M68 36 H78 Q86 36 86 44 V60 Q86 68 78 68 H68 V60 H78 V44 H68 Z",
		"pan":      "M10 44 H62 V58 Q60 74 36 74 Q12 74 10 58 Z M64 46 H94 V52 H64 Z",
		"tent":     "M50 18 L92 82 H8 Z M50 46 L40 82 H60 Z",
		"mat":      "M14 34 H78 Q90 34 90 46 Q90 58 78 58 H14 Z M14 62 H70 V70 H14 Z",
		"lamp":     "M40 10 H60 V18 H66 L72 66 H28 L34 18 H40 Z M26 70 H74 V84 H26 Z",
		"chair":    "M26 14 H36 L40 50 H76 V58 H72 L80 88 H72 L64 58 H44 L30 88 H22 L34 56 Z",
		"blanket":  "M16 30 Q30 20 50 30 T84 30 V74 Q70 84 50 74 T16 74 Z",
		"towel":    "M30 12 H70 V78 H30 Z M30 82 H70 V88 H30 Z",
		"candle":   "M50 8 Q60 22 50 32 Q40 22 50 8 Z M38 36 H62 V86 H38 Z",
		"pot":      "M20 24 H80 V38 H76 L68 86 H32 L24 38 H20 Z",
		"tool":     "M44 10 H56 V52 H62 Q66 74 50 92 Q34 74 38 52 H44 Z",
		"box":      "M18 30 L50 16 L82 30 V72 L50 88 L18 72 Z M50 44 L82 30 L50 44 L18 30 Z",
		"rope":     "M50 16 A34 34 0 1 0 50.1 16 Z M50 34 A16 16 0 1 1 49.9 34 Z",
	}
}

// serveMedia draws the image that a product's media path names: .../<shape>-<colour>.svg.
func serveMedia(w http.ResponseWriter, r *http.Request) {
	name, isSVG := strings.CutSuffix(path.Base(r.URL.Path), ".svg")
	shape, colour, _ := strings.Cut(name, "-")
	drawing, known := drawings()[shape]
	if !isSVG || !known || r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.NotFound(w, r)
		return
	}
	fill := "#888888"
	for _, c := range seedColours() {
		if strings.EqualFold(c.name, colour) {
			fill = c.hex
		}
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_, _ = fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="300" height="300">`+
		`<rect width="100" height="100" fill="#f4f1ea"/><path d="%s" fill="%s" fill-rule="evenodd" stroke="#2b2b2b" `+
		`stroke-opacity=".25" stroke-width="1"/></svg>`, drawing, fill)
}
