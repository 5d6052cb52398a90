package static

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
)

// styles makes the style sheets that a script or a page of this folder names,
// all with the same short names, and with the tokens that one of them uses.
func styles(files fs.FS, folder string) (map[string][]byte, error) {
	names, err := fs.Glob(files, folder+"/*.css")
	if err != nil {
		return nil, err
	}
	made, err := built(files, names, "[name]", func(source []byte) []byte { return source })
	if err != nil {
		return nil, err
	}
	sheets := make([][]byte, len(names))
	for i, name := range names {
		sheets[i] = made[name]
	}
	between := []byte{0}
	all := shortened(pruned(bytes.Join(sheets, between)), bytes.Join(scripts(files, folder), nil))
	for i, sheet := range bytes.Split(renamed(".css", all, classes(files, folder)), between) {
		made[names[i]] = sheet
	}
	return made, nil
}

// sheetOf is the script that stands for a style sheet which a script imports:
// not every browser takes such an import yet.
func sheetOf(files fs.FS, name string) (string, error) {
	made, err := styles(files, path.Dir(name))
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(string(bytes.TrimSpace(made[name])))
	return fmt.Sprintf("const sheet = new CSSStyleSheet();\nsheet.replaceSync(%s);\nexport { sheet as default };", text), err
}
