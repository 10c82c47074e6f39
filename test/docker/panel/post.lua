wrk.method = "POST"
wrk.body = "name=Ada&text=hello"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
