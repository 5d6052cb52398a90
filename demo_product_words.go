package main

// productPage is what the product's page shows.
type productPage struct {
	Lang, Server, Identity      string
	User                        *sampleUser
	Users                       []sampleUser
	Title, Sub, Hint            string
	Support, Ask, Out, In, Lead string
	Menu, Columns               []string
	Rows                        [][]string
}

func productPageIn(lang string) productPage {
	rows := [][]string{{"4711", "Nordbyen", "1 284,00"}, {"4712", "Havnegata", "920,50"}, {"4713", "Storgata", "3 075,90"}, {"4714", "Torget", "410,00"}}
	switch lang {
	case "pt-BR":
		return productPage{
			Lang: lang, Title: "Pedidos", Sub: "Filiais · hoje", Hint: "O produto do fornecedor: ele conhece o usuário e assina quem ele é.",
			Support: "Suporte On-line", Ask: "Consultar Suporte On-line", Out: "Sair", In: "Entrar", Lead: "Quem usa o produto neste computador?",
			Menu: []string{"Pedidos", "Estoque", "Faturas"}, Columns: []string{"Pedido", "Filial", "Valor"}, Rows: rows,
		}
	case "es":
		return productPage{
			Lang: lang, Title: "Pedidos", Sub: "Sucursales · hoy", Hint: "El producto del proveedor: conoce al usuario y firma quién es.",
			Support: "Soporte en línea", Ask: "Consultar el soporte en línea", Out: "Cerrar sesión", In: "Iniciar sesión", Lead: "¿Quién usa el producto en esta computadora?",
			Menu: []string{"Pedidos", "Existencias", "Facturas"}, Columns: []string{"Pedido", "Sucursal", "Importe"}, Rows: rows,
		}
	}
	return productPage{
		Lang: "en", Title: "Orders", Sub: "Branches · today", Hint: "The vendor's product: it knows its user and signs who it is.",
		Support: "Online Support", Ask: "Open Online Support", Out: "Sign out", In: "Sign in", Lead: "Who uses the product on this computer?",
		Menu: []string{"Orders", "Stock", "Invoices"}, Columns: []string{"Order", "Branch", "Value"}, Rows: rows,
	}
}
