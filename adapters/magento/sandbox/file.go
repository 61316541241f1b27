package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/gif"  // what getimagesize knows and
	_ "image/jpeg" // Magento\Framework\Api\ImageContentValidator
	_ "image/png"  // lets through
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxUpload is the most bytes of a file: PHP's default upload_max_filesize (Magento\Framework\File\Size).
const maxUpload = 2 << 20

// quoteFiles is where files of carts are, below pub/media (Magento\Catalog\Model\Webapi\Product\Option\Type\File\Processor).
const quoteFiles = "custom_options/quote"

// fileInfo is a picture as a request sends it.
type fileInfo struct {
	Content string `json:"base64_encoded_data"`
	Type    string `json:"type"`
	Name    string `json:"name"`
}

// savedFile is a picture that the shop keeps: what it tells of it from then on, in the order in which it does.
type savedFile struct {
	mediaType, title, path string
	size, width, height    int
	key                    string
}

func (f savedFile) value() text {
	return text(strings.Join([]string{f.mediaType, f.title, "/var/www/html/pub/media/" + f.path, f.path, f.path, strconv.Itoa(f.size),
		strconv.Itoa(f.width), strconv.Itoa(f.height), f.key}, ","))
}

// shown is the file as totals show it: a link, and the size of the picture.
func (f savedFile) shown(id int64) string {
	return fmt.Sprintf(`<a href="http://localhost/sales/download/downloadCustomOption/id/%d/key/%s/" target="_blank">%s</a> %d x %d px.`,
		id, f.key, f.title, f.width, f.height)
}

var (
	forbiddenInNames = regexp.MustCompile(`[\\/?*:";<>()|{}]`)
	replacedInPaths  = regexp.MustCompile(`(?i)[^a-z0-9_.-]+`)
	anExtension      = regexp.MustCompile(`[a-z0-9]+`)
)

// saveFile keeps a picture under a path of its own, so that no two lines with pictures are the same. Errors: Magento's refusals.
func (s *shop) saveFile(in fileInfo) (savedFile, error) {
	content, err := base64.StdEncoding.DecodeString(in.Content)
	config, format, fault := image.DecodeConfig(bytes.NewReader(content))
	switch {
	case err != nil || fault != nil:
		return savedFile{}, refuse(400, "The image content must be valid base64 encoded data.")
	case in.Type != "image/"+format:
		return savedFile{}, refuse(400, "The image MIME type is not valid or not supported.")
	case in.Name == "" || forbiddenInNames.MatchString(in.Name):
		return savedFile{}, refuse(400, "Provided image name contains forbidden characters.")
	}
	name := strings.ToLower(replacedInPaths.ReplaceAllString(strings.TrimLeft(in.Name, "."), "_"))
	extension := path.Ext(name)
	number := strconv.FormatInt(take(&s.next.File), 10)
	stem := strings.TrimSuffix(name, extension) + "_" + number
	sum := sha256.Sum256(content)
	return savedFile{mediaType: in.Type, title: in.Name, path: path.Join(quoteFiles, stem[:1], stem[1:2], stem+extension), size: len(content),
		width: config.Width, height: config.Height, key: hex.EncodeToString(sum[:])[:20]}, nil
}

// answerFile saves the picture that answers an option and returns the answer as it is kept, and how it is shown; empty when there
// is none to keep, which is no fault, not even where one is required (Magento\Catalog\Model\Product\Option\Type\File).
func (s *shop) answerFile(o customOption, c customChoice) (kept text, shown string, err error) {
	if c.Shown != "" { // what a cart has already
		return c.Value, c.Shown, nil
	}
	if c.Value != "file" || c.Extension == nil || c.Extension.File == nil {
		return "", "", nil
	}
	file, err := s.saveFile(*c.Extension.File)
	if err != nil {
		return "", "", err
	}
	if faults := o.faultsOf(file); len(faults) > 0 {
		return "", "", refuse(400, strings.Join(faults, "\n"))
	}
	return file.value(), file.shown(o.ID), nil
}

// saveFiles saves the pictures of an order that is written as it is told: no option is asked what it thinks of them
// (Magento\Sales\Model\Order\ItemRepository::getBuyRequest).
func (s *shop) saveFiles(items []directOrderItem) error {
	for _, i := range items {
		for n, c := range i.Option.Extension.Custom {
			if c.Value != "file" || c.Extension == nil || c.Extension.File == nil {
				continue
			}
			file, err := s.saveFile(*c.Extension.File)
			if err != nil {
				return err
			}
			i.Option.Extension.Custom[n] = customChoice{ID: c.ID, Value: file.value()}
		}
	}
	return nil
}

// faultsOf is what an option finds wrong with a file (Magento\Catalog\Model\Product\Option\Type\File\Validator).
func (o customOption) faultsOf(f savedFile) []string {
	var faults []string
	tooLarge := fmt.Sprintf("The maximum allowed image size for '%s' is %dx%d px.", o.Title, o.Width, o.Height)
	if o.Width > 0 && f.width > o.Width {
		faults = append(faults, tooLarge)
	}
	if o.Height > 0 && f.height > o.Height {
		faults = append(faults, tooLarge)
	}
	extension := strings.TrimPrefix(strings.ToLower(path.Ext(f.title)), ".")
	allowed := anExtension.FindAllString(strings.ToLower(o.Extensions), -1)
	if len(allowed) > 0 && !slices.Contains(allowed, extension) || len(allowed) == 0 && (extension == "php" || extension == "exe") {
		faults = append(faults, fmt.Sprintf("The file '%s' for '%s' has an invalid extension.", f.title, o.Title))
	}
	if f.size > maxUpload {
		faults = append(faults, fmt.Sprintf("The file '%s' you uploaded is larger than the %d megabytes allowed by our server.", f.title, maxUpload>>20))
	}
	return faults
}
