package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var example = regexp.MustCompile("(?s)<!-- run: (\\w+) -->\n```\\w+\n(.*?)```")

// TestTheExamplesOfTheManualOpenTheDoor runs what docs/identity.md shows as a
// vendor would and brings the tokens to a real server.
func TestTheExamplesOfTheManualOpenTheDoor(t *testing.T) {
	manual, err := os.ReadFile("docs/identity.md")
	noError(t, err)
	examples := map[string]string{}
	for _, m := range example.FindAllStringSubmatch(string(manual), -1) {
		examples[m[1]] = m[2]
	}
	if examples["go"] == "" || examples["node"] == "" {
		t.Fatal("the manual has no example in Go or none in JavaScript")
	}
	s := serveFolder(t, newFolder(t), wide...)
	admin := s.signIn("a@balcao.test", adminPassword)
	company := admin.want(201, "POST", "/api/v1/companies", object{"name": "Acme", "domains": []string{"acme.example"}})["id"]
	product := admin.want(201, "POST", "/api/v1/products", object{"name": "Risk Manager"})["id"]
	key := admin.want(201, "POST", fmt.Sprintf("/api/v1/products/%v/keys", product), object{"alg": "HS256"})
	admin.want(201, "POST", "/api/v1/accounts", object{"email": "olga@acme.example", "name": "Olga Prado", "role": "customer", "company": company, "password": "Copper-Lantern-7"})

	for name, run := range map[string][]string{"go": {"go", "run"}, "node": {"node"}} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(run[0]); err != nil {
				t.Skip("this machine has no ", run[0])
			}
			source := filepath.Join(t.TempDir(), map[string]string{"go": "main.go", "node": "main.mjs"}[name])
			noError(t, os.WriteFile(source, []byte(examples[name]), 0o600))
			token := func() string {
				c := exec.Command(run[0], append(run[1:], source)...)
				c.Env = append(os.Environ(), "BALCAO_URL="+s.url, fmt.Sprint("BALCAO_KID=", key["id"]), fmt.Sprint("BALCAO_SECRET=", key["secret"]))
				out, err := c.CombinedOutput()
				if err != nil {
					t.Fatalf("%v: %s", err, out)
				}
				return strings.TrimSpace(string(out))
			}
			visitor := s.caller().want(201, "POST", "/api/v1/widget/visitor", object{"site": "default", "identity": token()})
			if visitor["kind"] != "customer" || visitor["name"] != "Olga Prado" {
				t.Errorf("the widget knows %v", visitor)
			}
			res, err := s.caller().client.PostForm(s.url+"/sso", url.Values{"token": {token()}, "return": {"/profile"}})
			noError(t, err)
			defer res.Body.Close()
			if res.StatusCode != http.StatusOK || res.Request.URL.Path != "/profile" {
				t.Errorf("the menu leads to %s: %d", res.Request.URL, res.StatusCode)
			}
		})
	}
}
