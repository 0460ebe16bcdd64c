--! 0: no ied and no station: there is nothing to serve
return scenario { at "1s" { log "alone" } }
