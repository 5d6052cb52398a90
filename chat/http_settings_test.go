package chat

import (
	"fmt"
	"testing"

	"balcao/actor"
)

func TestSettingsByHTTP(t *testing.T) {
	onWire(t, func(w *wire) {
		boss, olga := w.staff("Boss", actor.Administrator), w.staff("Olga", actor.Operator)
		dep := w.call(boss, 201, "POST", "/departments", `{"name":"Billing","members":["`+olga.ID+`"],"hours":{"open_always":false,"time_zone":"America/Sao_Paulo","week":{"mon":[["08:00","18:00"]]}},"strategy":"round_robin","capacity":3,"offer_seconds":45,"away_text":"Back on Monday"}`)
		if got := w.call(boss, 200, "PATCH", "/departments/"+dep["id"].(string), `{"capacity":4}`); got["capacity"] != 4.0 || got["strategy"] != "round_robin" {
			t.Errorf("%v", got)
		}
		for field, body := range map[string]string{
			"name": `{"name":" "}`, "members": `{"members":["nobody"]}`, "hours.time_zone": `{"hours":{"time_zone":"x"}}`, "hours.week": `{"hours":{"week":{"mon":[["8","9"]]}}}`,
			"strategy": `{"strategy":"loudest"}`, "capacity": `{"capacity":0}`, "offer_seconds": `{"offer_seconds":-1}`,
		} {
			if got := w.call(boss, 422, "PATCH", "/departments/"+dep["id"].(string), body); got["field"] != field {
				t.Errorf("%v", got)
			}
		}
		w.call(boss, 404, "PATCH", "/departments/none", `{}`)
		first := w.call(olga, 200, "GET", "/departments?limit=1", "")
		if rest := w.call(olga, 200, "GET", "/departments?limit=1&cursor="+first["next"].(string), ""); len(first["items"].([]any)) != 1 || len(rest["items"].([]any)) != 1 || rest["next"] != nil {
			t.Errorf("%v, then %v", first, rest)
		}

		site := w.call(boss, 201, "POST", "/sites", `{"name":"My Shop","origins":["https://Shop.test:443/","http://localhost:8090"],"departments":["`+dep["id"].(string)+`"],"form":[{"name":"name","label":"Name","type":"text","required":true}]}`)
		if site["id"] != "my-shop" || fmt.Sprint(site["origins"]) != "[https://shop.test http://localhost:8090]" {
			t.Errorf("%v", site)
		}
		w.call(boss, 409, "POST", "/sites", `{"name":"My Shop"}`)
		for field, body := range map[string]string{
			"origins": `{"origins":["https://*.test"]}`, "side": `{"side":"top"}`, "hue": `{"hue":400}`, "form": `{"form":[{"name":"x","label":"X","type":"file"}]}`,
			"departments": `{"departments":["none"]}`, "id": `{"id":"other"}`, "announcement": `{"announcement":{"text":"x","url":"javascript:alert(1)"}}`,
		} {
			if got := w.call(boss, 422, "PATCH", "/sites/my-shop", body); got["field"] != field {
				t.Errorf("%v", got)
			}
		}
		w.call(boss, 200, "PATCH", "/sites/my-shop", `{"off":true}`)
		w.call(actor.Actor{}, 404, "GET", "/widget/site/my-shop", "")

		reply := w.call(olga, 201, "POST", "/canned-replies", `{"name":"Hello","shortcut":"/Hi","text":"Hello {{customer.first_name}}"}`)
		if reply["shortcut"] != "hi" {
			t.Errorf("%v", reply)
		}
		w.call(olga, 422, "POST", "/canned-replies", `{"name":"Hello 2","shortcut":"hi","text":"x"}`)
		if got := w.call(olga, 200, "PATCH", "/canned-replies/"+reply["id"].(string), `{"text":"Hi"}`); got["text"] != "Hi" || got["name"] != "Hello" {
			t.Errorf("%v", got)
		}
		if got := w.call(olga, 200, "GET", "/canned-replies", ""); len(got["items"].([]any)) != 1 {
			t.Errorf("%v", got)
		}
		w.call(olga, 204, "DELETE", "/canned-replies/"+reply["id"].(string), "")
		w.call(olga, 404, "DELETE", "/canned-replies/"+reply["id"].(string), "")

		none := func(a actor.Actor) {
			t.Helper()
			if got := w.call(a, 200, "GET", "/drafts/conversation:1", ""); got["text"] != "" || got["updated_at"] != nil {
				t.Errorf("%v", got)
			}
		}
		none(olga)
		w.call(olga, 200, "PUT", "/drafts/conversation:1", `{"text":"half a sen","stream":"internal"}`)
		if got := w.call(olga, 200, "GET", "/drafts/conversation:1", ""); got["text"] != "half a sen" || got["stream"] != "internal" {
			t.Errorf("%v", got)
		}
		none(boss)
		w.call(olga, 204, "DELETE", "/drafts/conversation:1", "")
		none(olga)
		w.call(olga, 422, "PUT", "/drafts/else:1", `{"text":"x"}`)

		w.Arrived(olga, "tab")
		if got := w.call(olga, 200, "PUT", "/presence", `{"state":"online"}`); got["state"] != "online" || got["capacity"] != 5.0 {
			t.Errorf("%v", got)
		}
		if got := w.call(boss, 200, "GET", "/operators", ""); len(got["items"].([]any)) != 2 {
			t.Errorf("%v", got)
		}
	})
}
