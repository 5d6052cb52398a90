package figures

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// Report writes v as one line of JSON to the file named, or nowhere when it is "".
func Report(file string, v any) error {
	if file == "" {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	b = append(b, '\n')
	if file == "-" {
		_, err = os.Stdout.Write(b)
		return err
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err = f.Write(b); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// Row writes one aligned line: a name and what was seen.
func Row(w io.Writer, name, format string, args ...any) {
	fmt.Fprintf(w, "  %-22s %s\n", name, fmt.Sprintf(format, args...))
}
