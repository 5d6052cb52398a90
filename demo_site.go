package main

import (
	"html/template"
	"net"
	"net/http"
	"time"

	"balcao/static"
)

type samplePage struct {
	Lang, Server, Title, Sub, Hint string
	Menu, Columns                  []string
	Rows                           [][]string
}

// sampleSite serves a stranger's page that embeds the widget and, as its second
// page, a product of the vendor.
func sampleSite(listener net.Listener, server, lang string, product *sampleProduct) *http.Server {
	page := template.Must(template.ParseFS(static.Demo(), "demo/index.html"))
	mux := http.NewServeMux()
	product.mount(mux)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		in := samplePageIn(lang)
		if asked := r.URL.Query().Get("lang"); asked != "" {
			in = samplePageIn(asked)
		}
		in.Server = server
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page.Execute(w, in)
	})
	mux.HandleFunc("GET /site.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, static.Demo(), "demo/site.css")
	})
	site := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = site.Serve(listener) }()
	return site
}

func samplePageIn(lang string) samplePage {
	rows := [][]string{
		{"R-014", "Outage of the core banking platform", "IT", "High", "D. Farias"},
		{"R-022", "Unreconciled card settlements", "Cards", "High", "P. Nunes"},
		{"R-031", "Dependence on one data-centre supplier", "IT", "Medium", "D. Farias"},
		{"R-037", "Late filing with the Central Bank", "Compliance", "Medium", "H. Prado"},
		{"R-045", "Phishing of branch staff", "Security", "Medium", "L. Teles"},
		{"R-052", "Model error in credit scoring", "Credit", "Medium", "A. Couto"},
		{"R-058", "Loss of paper contracts", "Legal", "Low", "R. Melo"},
	}
	switch lang {
	case "pt-BR":
		return samplePage{
			Lang: lang, Title: "Riscos operacionais", Sub: "4º trimestre de 2026 · 128 riscos", Hint: "Um site de exemplo: abra o suporte no canto inferior direito.",
			Menu: []string{"Visão geral", "Riscos", "Controles", "Planos de ação"}, Columns: []string{"Risco", "Área", "Nível", "Responsável"},
			Rows: [][]string{
				{"R-014", "Parada da plataforma bancária central", "TI", "Alto", "D. Farias"},
				{"R-022", "Liquidações de cartão não conciliadas", "Cartões", "Alto", "P. Nunes"},
				{"R-031", "Dependência de um único datacenter", "TI", "Médio", "D. Farias"},
				{"R-045", "Phishing contra equipes de agência", "Segurança", "Médio", "L. Teles"},
				{"R-058", "Perda de contratos em papel", "Jurídico", "Baixo", "R. Melo"},
			},
		}
	case "es":
		return samplePage{
			Lang: lang, Title: "Riesgos operativos", Sub: "4.º trimestre de 2026 · 128 riesgos", Hint: "Un sitio de ejemplo: abra el soporte abajo a la derecha.",
			Menu: []string{"Resumen", "Riesgos", "Controles", "Planes de acción"}, Columns: []string{"Riesgo", "Área", "Nivel", "Responsable"},
			Rows: [][]string{
				{"R-014", "Caída de la plataforma bancaria central", "TI", "Alto", "D. Farias"},
				{"R-022", "Liquidaciones de tarjeta sin conciliar", "Tarjetas", "Alto", "P. Nunes"},
				{"R-045", "Phishing contra el personal de sucursales", "Seguridad", "Medio", "L. Teles"},
				{"R-058", "Pérdida de contratos en papel", "Legal", "Bajo", "R. Melo"},
			},
		}
	}
	return samplePage{
		Lang: "en", Title: "Operational risks", Sub: "Q4 2026 · 128 risks · last review 20 Nov", Hint: "A sample site: open support at the lower right.",
		Menu: []string{"Overview", "Risks", "Controls", "Action plans"}, Columns: []string{"Risk", "Area", "Level", "Owner"}, Rows: rows,
	}
}
