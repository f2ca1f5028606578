module wellspring-tools/pause

go 1.26
