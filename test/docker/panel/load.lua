-- Every connection pauses before it asks again: what runs beside it needs the processors, too.
function delay()
  return 20
end

-- That so many more were answered is told as it happens: the test goes by it.
local answered = 0
function response()
  answered = answered + 1
  if answered % 25 == 0 then
    io.write("answered ", answered, "\n")
    io.flush()
  end
end

-- After `--` on wrk's command line: the method.
function init(args)
  if args[1] == "POST" then
    wrk.method = "POST"
    wrk.body = "name=Ada&text=hello"
    wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  end
end
