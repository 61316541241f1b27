package pos_test

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
)

const pngBegins = "\x89PNG\r\n\x1a\n"

// logo is the answer of a file option with so many bytes in it.
func logo(bytes int) pos.CustomChoice {
	content := pngBegins + strings.Repeat("x", max(0, bytes-len(pngBegins)))
	return pos.CustomChoice{OptionID: 3, Value: "logo.png", File: &pos.ChosenFile{MediaType: "image/png", Content: base64.StdEncoding.EncodeToString([]byte(content))}}
}

func TestPicturesOfAnOrder(t *testing.T) {
	t.Parallel()
	encode := base64.StdEncoding.EncodeToString
	for name, c := range map[string]struct {
		change func(*pos.CustomChoice)
		want   pos.Code // empty: accepted
		says   string
	}{
		"accepts a PNG":                  {func(*pos.CustomChoice) {}, "", ""},
		"accepts a name in any alphabet": {func(c *pos.CustomChoice) { c.Value = "Größe 1 写真.PNG" }, "", ""},
		"accepts a JPEG": {func(c *pos.CustomChoice) {
			c.Value, c.File = "photo.jpeg", &pos.ChosenFile{MediaType: "image/jpeg", Content: encode([]byte("\xff\xd8\xff\xe0"))}
		}, "", ""},
		"accepts a GIF": {func(c *pos.CustomChoice) {
			c.Value, c.File = "a.gif", &pos.ChosenFile{MediaType: "image/gif", Content: encode([]byte("GIF89a"))}
		}, "", ""},
		"accepts as many bytes as fit": {func(c *pos.CustomChoice) { *c = logo(pos.MaxFileBytes) }, "", ""},
		"refuses one more":             {func(c *pos.CustomChoice) { *c = logo(pos.MaxFileBytes + 1) }, pos.CodeTooLarge, "make them smaller"},
		"refuses many more":            {func(c *pos.CustomChoice) { *c = logo(4 * pos.MaxFileBytes) }, pos.CodeTooLarge, "512 KiB"},
		"refuses a PDF":                {func(c *pos.CustomChoice) { c.File.MediaType = "application/pdf" }, pos.CodeBadInput, "JPEG, PNG or GIF"},
		"refuses another extension":    {func(c *pos.CustomChoice) { c.Value = "logo.php" }, pos.CodeBadInput, "end in .png"},
		"refuses no extension":         {func(c *pos.CustomChoice) { c.Value = "png" }, pos.CodeBadInput, "end in .png"},
		"refuses no name":              {func(c *pos.CustomChoice) { c.Value = "" }, pos.CodeBadInput, "rename it"},
		"refuses a path":               {func(c *pos.CustomChoice) { c.Value = "../logo.png" }, pos.CodeBadInput, "rename it"},
		"refuses a name of two lines":  {func(c *pos.CustomChoice) { c.Value = "a\nb.png" }, pos.CodeBadInput, "rename it"},
		"refuses a name of 201 bytes":  {func(c *pos.CustomChoice) { c.Value = strings.Repeat("a", 197) + ".png" }, pos.CodeBadInput, "rename it"},
		"refuses what is no base64":    {func(c *pos.CustomChoice) { c.File.Content = "%" + c.File.Content }, pos.CodeBadInput, "choose the picture again"},
		"refuses base64 that is cut":   {func(c *pos.CustomChoice) { c.File.Content = c.File.Content[:5] }, pos.CodeBadInput, "choose the picture again"},
		"refuses base64 in lines":      {func(c *pos.CustomChoice) { c.File.Content = "\n" + c.File.Content }, pos.CodeBadInput, "choose the picture again"},
		"refuses nothing":              {func(c *pos.CustomChoice) { c.File.Content = "" }, pos.CodeBadInput, "not the picture"},
		"refuses another type by its content": {func(c *pos.CustomChoice) {
			c.Value, c.File.MediaType = "logo.jpg", "image/jpeg"
		}, pos.CodeBadInput, "not the picture"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, choice := valid(), logo(100)
			c.change(&choice)
			in.Lines[0].Choices = &pos.Choices{Custom: []pos.CustomChoice{choice}}
			err := in.Validate()
			if pos.CodeOf(err) != c.want || !strings.Contains(pos.MessageOf(err), c.says) {
				t.Errorf("Validate() = %v, want %q that says %q", err, c.want, c.says)
			}
		})
	}
	t.Run("counts those of all lines together", func(t *testing.T) {
		t.Parallel()
		in := valid()
		for i := range 2 {
			in.Lines[i].Choices = &pos.Choices{Custom: []pos.CustomChoice{logo(pos.MaxFileBytes/2 + i)}}
		}
		if err := in.Validate(); pos.CodeOf(err) != pos.CodeTooLarge || !strings.Contains(pos.MessageOf(err), "Line 2") {
			t.Errorf("Validate() = %v", err)
		}
	})
}

func TestTheLargestOrderWithPicturesFitsARequest(t *testing.T) {
	t.Parallel()
	const request = 1 << 20 // TILLWAY_BODY_LIMIT, unless it is set
	in := valid()
	line := in.Lines[0]
	line.SKU, line.Name = strings.Repeat("s", 64), strings.Repeat("n", 255)
	in.Lines = slices.Repeat([]pos.Line{line}, pos.MaxLines)
	in.Lines[0].Choices = &pos.Choices{Custom: []pos.CustomChoice{logo(pos.MaxFileBytes)}}
	body, err := json.Marshal(in)
	if err != nil || len(body) > request*95/100 { // the rest is the operation's own text
		t.Errorf("%d bytes of %d, %v", len(body), request, err)
	}
}

func FuzzPicture(f *testing.F) {
	f.Add("us.gif", "image/gif", "R0lGODlhAQAB")
	f.Add("us.jpeg", "image/jpeg", "/9j/4A==")
	f.Add(".png", "image/png", "iVBORw0KGgo=")
	f.Fuzz(func(t *testing.T, name, mediaType, content string) {
		in := valid()
		in.Lines[0].Choices = &pos.Choices{Custom: []pos.CustomChoice{{OptionID: 1, Value: name, File: &pos.ChosenFile{MediaType: mediaType, Content: content}}}}
		err := in.Validate()
		if err != nil && pos.KindOf(err) != pos.KindInvalid {
			t.Fatalf("Validate() = %v", err)
		}
		decoded, fault := base64.StdEncoding.DecodeString(content)
		if err == nil && (fault != nil || len(decoded) > pos.MaxFileBytes || strings.ContainsAny(name, "/\\\n") || !strings.HasPrefix(mediaType, "image/")) {
			t.Fatalf("accepted %q of %q with %d bytes, %v", name, mediaType, len(decoded), fault)
		}
	})
}

func TestOrdersWithoutTheirPictures(t *testing.T) {
	t.Parallel()
	in := valid()
	text := pos.CustomChoice{OptionID: 1, Value: "Kim"}
	first, second := logo(20), logo(30)
	in.Lines[0].Choices = &pos.Choices{Custom: []pos.CustomChoice{text, first}}
	in.Lines[1].Choices = &pos.Choices{Custom: []pos.CustomChoice{second}, Links: []int64{9}}
	hash := in.Hash()
	t.Run("can be put together again", func(t *testing.T) {
		bare, contents := in.WithoutFiles()
		if want := []string{first.File.Content, second.File.Content}; !reflect.DeepEqual(contents, want) || in.Hash() != hash {
			t.Fatalf("took %q out, want %q; the order itself is changed: %t", contents, want, in.Hash() != hash)
		}
		if got := *bare.Lines[1].Choices.Custom[0].File; got != (pos.ChosenFile{MediaType: "image/png"}) || bare.Hash() == hash {
			t.Errorf("left %+v", got)
		}
		bare.PutFiles(contents)
		if bare.Hash() != hash {
			t.Errorf("put together as %+v", bare.Lines)
		}
	})
	t.Run("are the same order when there are none", func(t *testing.T) {
		plain := valid()
		if bare, contents := plain.WithoutFiles(); contents != nil || bare.Hash() != plain.Hash() {
			t.Errorf("took %q out", contents)
		}
	})
	t.Run("have neither names nor contents in the archive", func(t *testing.T) {
		if got := in.WithoutPerson().Lines[0].Choices.Custom[1]; got != (pos.CustomChoice{OptionID: 3}) || in.Hash() != hash {
			t.Errorf("left %+v", got)
		}
	})
}
