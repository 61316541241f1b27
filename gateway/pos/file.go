package pos

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// The bounds of the pictures on an order. Base64 makes four bytes of three, so MaxFileBytes leave a third of a request of
// TILLWAY_BODY_LIMIT's default to the rest of the order, which is enough for MaxLines with long names.
const (
	MaxFileBytes = 512 << 10 // of all pictures of an order together, as they are in a file
	maxFileName  = 200       // bytes: Magento saves them under the name with some more, and file systems end at 255
)

// notInFileNames are the characters that Magento refuses in the name of a picture (Magento\Framework\Api\ImageContentValidator).
const notInFileNames = `\/?*:";<>()|{}`

// ChosenFile is the picture that answers a customizable option of type "file"; the choice's Value is its name. Over REST a
// cart takes pictures of these three types and no other file (Magento\Framework\Api\ImageContentValidator).
type ChosenFile struct {
	MediaType string `json:"mediaType"` // image/jpeg, image/png or image/gif
	// Content is base64 with padding (RFC 4648). Empty where an order was read without its files.
	Content string `json:"content,omitempty"`
}

// picture is how a type of pictures is known.
type picture struct {
	begins     []string // the first bytes, one of them
	extensions []string
}

func pictureOf(mediaType string) (picture, bool) {
	switch mediaType {
	case "image/jpeg":
		return picture{[]string{"\xff\xd8\xff"}, []string{"jpg", "jpeg"}}, true
	case "image/png":
		return picture{[]string{"\x89PNG\r\n\x1a\n"}, []string{"png"}}, true
	case "image/gif":
		return picture{[]string{"GIF87a", "GIF89a"}, []string{"gif"}}, true
	default:
		return picture{}, false
	}
}

// validateFiles checks the pictures of the order, each and together.
func (in OrderInput) validateFiles() error {
	total := 0
	var fault error
	in.eachFile(func(i int, choice *CustomChoice) {
		line := fmt.Sprintf("Line %d (%s)", i+1, in.Lines[i].SKU)
		if fault == nil {
			var size int
			size, fault = choice.validateFile(line)
			if total += size; total > MaxFileBytes {
				fault = filesTooLarge(line)
			}
		}
	})
	return fault
}

// validateFile checks one picture and returns its size in bytes. Line names the order's line, for people.
func (c CustomChoice) validateFile(line string) (size int, err error) {
	kind, known := pictureOf(c.File.MediaType)
	if !known {
		return 0, Invalid("%s: the file of option %d must be a JPEG, PNG or GIF picture, no other reaches Magento; choose another", line, c.OptionID)
	}
	if c.Value == "" || len(c.Value) > maxFileName || tooLong(c.Value, maxFileName) || strings.ContainsAny(c.Value, notInFileNames) ||
		strings.ContainsFunc(c.Value, func(r rune) bool { return r < ' ' }) {
		return 0, Invalid("%s: the file of option %d needs a name of up to %d bytes without %s; rename it", line, c.OptionID, maxFileName, notInFileNames)
	}
	extension := strings.ToLower(c.Value[strings.LastIndexByte(c.Value, '.')+1:])
	if !slices.Contains(kind.extensions, extension) || len(extension) == len(c.Value) {
		return 0, Invalid("%s: the file of option %d is %s; let its name end in .%s", line, c.OptionID, c.File.MediaType, strings.Join(kind.extensions, " or ."))
	}
	if base64.StdEncoding.DecodedLen(len(c.File.Content)) > MaxFileBytes+2 { // before it is taken apart
		return 0, filesTooLarge(line)
	}
	content, err := base64.StdEncoding.Strict().DecodeString(c.File.Content)
	if err != nil || strings.ContainsAny(c.File.Content, "\r\n") {
		return 0, Invalid("%s: the file of option %d is not valid base64; choose the picture again", line, c.OptionID)
	}
	if !slices.ContainsFunc(kind.begins, func(begin string) bool {
		return strings.HasPrefix(string(content[:min(len(content), len(begin))]), begin)
	}) {
		return 0, Invalid("%s: the file of option %d is not the picture that its type %s says; choose another", line, c.OptionID, c.File.MediaType)
	}
	return len(content), nil
}

func filesTooLarge(line string) error {
	return NewError(KindInvalid, CodeTooLarge, "%s: the pictures of an order may have up to %d KiB together; make them smaller or split the order", line, MaxFileBytes>>10)
}

// eachFile calls do with every choice of the order that is a picture, in the order of lines and choices.
func (in OrderInput) eachFile(do func(line int, choice *CustomChoice)) {
	for i, line := range in.Lines {
		if line.Choices == nil {
			continue
		}
		for j := range line.Choices.Custom {
			if choice := &line.Choices.Custom[j]; choice.File != nil {
				do(i, choice)
			}
		}
	}
}

// WithoutFiles returns the order without the contents of its pictures, and those in the order of lines and choices. Nothing
// else of it changes, and nothing of in.
func (in OrderInput) WithoutFiles() (OrderInput, []string) {
	var contents []string
	in.eachFile(func(_ int, choice *CustomChoice) { contents = append(contents, choice.File.Content) })
	if len(contents) == 0 {
		return in, nil
	}
	in.Lines = cloneChoices(in.Lines)
	in.eachFile(func(_ int, choice *CustomChoice) { choice.File = &ChosenFile{MediaType: choice.File.MediaType} })
	return in, contents
}

// PutFiles undoes WithoutFiles.
func (in *OrderInput) PutFiles(contents []string) {
	in.eachFile(func(_ int, choice *CustomChoice) {
		if len(contents) > 0 {
			choice.File.Content, contents = contents[0], contents[1:]
		}
	})
}

// cloneChoices copies lines so that what customers chose can be changed in the copy.
func cloneChoices(lines []Line) []Line {
	lines = slices.Clone(lines)
	for i, line := range lines {
		if line.Choices != nil {
			choices := *line.Choices
			choices.Custom = slices.Clone(choices.Custom)
			lines[i].Choices = &choices
		}
	}
	return lines
}
