/** The Korean of every comment that a generated file can hold, by its English on one line. A line break here is one in the file. */
export const korean: Readonly<Record<string, string>> = {
  // Dockerfile
  'Three stages: "build" installs the dependencies, "nginx" and "web" are what runs.':
    '세 단계: "build"는 의존성을 설치하고, 실제로 실행되는 것은 "nginx"와 "web"이다.',
  "The dependencies go into a virtual environment that is copied as a whole: no compiler and no pip cache get into what runs.":
    "의존성은 가상 환경에 설치한 뒤 통째로 복사한다. 실행 이미지에는 컴파일러도 pip 캐시도 남지 않는다.",
  "This layer is built again only when the requirements change.": "이 레이어는 의존성 목록이 바뀔 때만 다시 빌드된다.",
  "Only the dependencies of pyproject.toml; the project itself runs from its source, and is entered as installed because some ask for their own version.":
    "pyproject.toml의 의존성만 설치한다. 프로젝트 자체는 소스에서 실행하며,\n자기 버전을 조회하는 코드를 위해 설치된 것으로 등록해 둔다.",
  "Only the project's own build knows its dependencies, so this runs again whenever the code changes.":
    "의존성은 프로젝트를 빌드해야만 알 수 있으므로, 코드가 바뀔 때마다 다시 실행된다.",
  "The requirements install the project itself, so this runs again whenever the code changes.":
    "의존성 목록이 프로젝트 자체를 설치하므로, 코드가 바뀔 때마다 다시 실행된다.",
  "No file says what the app needs: write a requirements.txt, so that each build gets the same.":
    "앱에 필요한 패키지를 적은 파일이 없다. requirements.txt를 만들어야 빌드마다 결과가 같아진다.",
  "What the project's files name; without a lock file, each build takes the newest versions.":
    "프로젝트 파일에 적힌 패키지들. 잠금 파일이 없어 빌드할 때마다 최신 버전을 설치한다.",
  "uv installs exactly what uv.lock says.": "uv는 uv.lock에 적힌 그대로 설치한다.",
  "Poetry installs exactly what poetry.lock says.": "Poetry는 poetry.lock에 적힌 그대로 설치한다.",
  "Without a poetry.lock, each build takes the newest versions that pyproject.toml allows: commit one.":
    "poetry.lock이 없으면 빌드할 때마다 pyproject.toml이 허용하는 최신 버전을 받는다. poetry.lock을 커밋해 둔다.",
  "PDM installs exactly what pdm.lock says.": "PDM은 pdm.lock에 적힌 그대로 설치한다.",
  "Pipenv installs exactly what Pipfile.lock says.": "Pipenv는 Pipfile.lock에 적힌 그대로 설치한다.",
  "Compilers and headers for dependencies that PyPI has no ready wheel of.":
    "PyPI에 미리 빌드된 wheel이 없는 의존성을 위한 컴파일러와 헤더.",
  "Libraries that the dependencies load.": "의존성이 실행할 때 불러오는 라이브러리.",
  "Nginx with its configuration and the static files inside: production mounts nothing from the host.":
    "설정과 정적 파일을 담은 Nginx. 운영 환경에서는 호스트의 파일을 마운트하지 않는다.",
  "Text is compressed here, once and as well as can be, and not again for each request.":
    "텍스트 파일은 여기서 한 번, 가장 작게 압축해 둔다. 요청할 때마다 다시 압축하지 않는다.",
  "Nginx finishes the requests in flight on SIGQUIT; on SIGTERM it drops them.":
    "SIGQUIT을 받으면 처리 중인 요청을 끝내고 멈추지만, SIGTERM을 받으면 끊어 버린다.",
  "Gunicorn and the app.": "Gunicorn과 앱.",
  "Python's output is not held back, and nothing is written beside the code. HOME is for libraries that want one.":
    "출력을 바로 내보내고, 코드 옆에는 아무것도 쓰지 않는다. HOME은 이를 요구하는 라이브러리를 위한 것이다.",
  "A user that owns nothing. A number, so that an orchestrator can see that it is not root.":
    "아무것도 소유하지 않은 사용자. 숫자로 적어야 오케스트레이터가 root가 아님을 확인할 수 있다.",
  "What the app writes: compose.yaml puts a volume here, which takes over this owner.":
    "앱이 쓰는 데이터. compose.yaml이 여기에 볼륨을 연결하며, 볼륨은 이 소유자를 물려받는다.",
  "The code comes last: when only it changes, everything above is taken from the cache. It stays root's, so the app cannot change it; 755 lets the app read it whatever the rights in the checkout are.":
    "코드는 맨 나중에 복사한다. 코드만 바뀌면 위의 단계는 모두 캐시에서 가져온다.\n소유자는 root이므로 앱이 코드를 바꿀 수 없고, 체크아웃의 권한이 어떻든 755로 앱이 읽을 수 있다.",
  "The app has no health route, so any answer counts; a path that it does not know costs it least.":
    "앱에 상태 확인 경로가 없으므로 어떤 응답이든 정상으로 본다. 앱이 모르는 경로가 가장 부담이 적다.",
  "The app's own health route decides.": "앱의 상태 확인 경로로 판단한다.",

  // compose.yaml
  "A request comes in at nginx, goes on to web (Gunicorn with the Flask app).":
    "요청은 nginx로 들어와 web(Flask 앱을 실행하는 Gunicorn)으로 전달된다.",
  "A request comes in at nginx, goes on to web (Gunicorn with the Flask app), which asks the databases.":
    "요청은 nginx로 들어와 web(Flask 앱을 실행하는 Gunicorn)으로 전달되고, web은 데이터베이스에 질의한다.",
  "The only service that can be reached from outside.": "외부에서 접근할 수 있는 유일한 서비스.",
  "A web container that is made anew has another address, which Nginx looks up when it starts.":
    "web 컨테이너를 새로 만들면 주소가 바뀌고, Nginx는 시작할 때만 그 주소를 찾는다.",
  "Nothing can be written but /tmp, nobody is root, and no right of root is left.":
    "/tmp 외에는 쓸 수 없고, root로 실행하지 않으며, root의 권한도 모두 버린다.",
  "Longer than Gunicorn's graceful_timeout: requests in flight are finished before anything is killed.":
    "Gunicorn의 graceful_timeout보다 길다. 처리 중인 요청이 끝난 뒤에 종료된다.",
  '"docker compose up --watch" builds and replaces a service when its files change. The disk being read-only, files are not copied into the running container.':
    '"docker compose up --watch"를 실행하면 파일이 바뀔 때 서비스를 다시 빌드해 교체한다.\n디스크가 읽기 전용이므로 실행 중인 컨테이너에 파일을 복사하지는 않는다.',
  "What the app and Gunicorn read from their environment; secrets stay in this file, which is not committed.":
    "앱과 Gunicorn이 환경 변수로 읽는 값. 비밀 값은 이 파일에만 두고 커밋하지 않는다.",
  "What has to outlive the container.": "컨테이너가 사라져도 남아야 하는 데이터.",
  "As many as the Procfile says; WEB_CONCURRENCY decides otherwise.":
    "Procfile에 적힌 수. WEB_CONCURRENCY가 있으면 그 값을 따른다.",
  'From the Procfile: a worker takes one request after another. A second thread would make it "gthread".':
    'Procfile에서 가져온 값. 워커는 요청을 하나씩 처리한다. 스레드를 둘 이상으로 하면 "gthread"가 된다.',
  "From the Procfile: a worker takes many requests at once, and turns to another wherever one waits.":
    "Procfile에서 가져온 값. 워커는 여러 요청을 함께 받아, 하나가 기다리는 동안 다른 요청을 처리한다.",
  "A worker takes several requests at once, each in a thread, so that one that waits for a database does not hold up the others. An idle connection from Nginx costs no thread. The Procfile says how many.":
    "워커는 요청마다 스레드를 써서 여러 요청을 동시에 처리하므로, 데이터베이스를 기다리는 요청이\n다른 요청을 막지 않는다. Nginx와의 유휴 연결은 스레드를 차지하지 않는다. 스레드 수는 Procfile에서 가져왔다.",
  "From the Procfile: the app is loaded once, before the workers are forked. What it opens while it is loaded, such as a connection to a database, all workers share.":
    "Procfile에서 가져온 값. 워커를 fork하기 전에 앱을 한 번만 불러온다.\n이때 연 데이터베이스 연결 같은 것은 모든 워커가 함께 쓴다.",
  "From the Procfile: a worker that gives no sign of life for this long is replaced. Nginx waits a little longer.":
    "Procfile에서 가져온 값. 이 시간 동안 살아 있다는 신호가 없는 워커는 교체된다. Nginx는 조금 더 기다린다.",
  "From the Procfile: requests in flight get this long to finish when the stack stops.":
    "Procfile에서 가져온 값. 스택을 멈출 때 처리 중인 요청이 끝나기를 이 시간까지 기다린다.",
  "Workers are renewed now and then, so that a leak never grows old; the jitter keeps them from doing it all at once. The Procfile says how often.":
    "메모리 누수가 쌓이지 않도록 워커를 가끔 새로 띄운다. jitter는 한꺼번에 교체되는 것을 막는다. 주기는 Procfile에서 가져왔다.",
  "The workers of gunicorn.conf.py share this limit.": "gunicorn.conf.py의 워커들이 이 한도를 나누어 쓴다.",
  "Gunicorn starts one worker per CPU of this limit, two at least.":
    "Gunicorn은 이 CPU 한도만큼, 최소 두 개의 워커를 시작한다.",
  "What only Nginx reads is no reason to replace the app.": "Nginx만 읽는 파일이 바뀌었다고 앱을 교체할 필요는 없다.",
  "Works off the tasks that the app has put into the queue. The same image as web, with another command.":
    "앱이 큐에 넣은 작업을 처리한다. 이미지는 web과 같고 명령만 다르다.",
  "Two processes; without a number, Celery starts one for each of the host's cores.":
    "프로세스 두 개. 수를 적지 않으면 Celery는 호스트의 코어 수만큼 띄운다.",
  'It has no port. It is healthy while it is connected to the broker, which costs less to look up than "celery inspect ping", for which the whole app is loaded.':
    '포트가 없다. 브로커에 연결되어 있으면 정상이다. 앱 전체를 불러와야 하는 "celery inspect ping"보다\n훨씬 가볍게 확인된다.',
  "A task that has begun may take this long to end when the stack stops.":
    "스택이 멈출 때 이미 시작한 작업이 끝나기를 기다리는 시간이다.",
  "Nginx and the world.": "Nginx와 외부.",
  'Nginx and the app: "internal" has no way out.': 'Nginx와 앱. "internal"이므로 밖으로 나가는 길이 없다.',
  "The app and its databases, which Nginx cannot reach.": "앱과 데이터베이스. Nginx는 접근할 수 없다.",
  "The way out for the app, which calls other hosts.": "다른 호스트를 호출하는 앱이 밖으로 나가는 길.",
  "The node's name, which its data is filed under.": "데이터가 이 노드 이름으로 저장된다.",

  // gunicorn.conf.py
  "Gunicorn turns the requests that Nginx hands on into calls of the Flask app. GUNICORN_CMD_ARGS in the environment overrides any line of this file.":
    "Gunicorn은 Nginx가 넘긴 요청으로 Flask 앱을 호출한다.\n환경 변수 GUNICORN_CMD_ARGS로 이 파일의 어떤 설정이든 바꿀 수 있다.",
  "Nginx alone can reach this port: it is not published.": "공개하지 않는 포트이므로 Nginx만 접근할 수 있다.",
  "One worker per CPU that the container may use, which is its quota and not the host's cores; two at least, so that one answers while the other is replaced. WEB_CONCURRENCY decides otherwise.":
    "컨테이너가 쓸 수 있는 CPU마다 워커 하나. 호스트의 코어 수가 아니라 할당량을 따른다.\n하나가 교체되는 동안에도 응답하도록 최소 둘을 둔다. WEB_CONCURRENCY가 있으면 그 값을 따른다.",
  "Socket.IO sends the requests of one client to one worker, which Gunicorn cannot promise with several. To scale, run more containers behind a message queue, with sticky sessions in Nginx.":
    "Socket.IO는 한 클라이언트의 요청이 한 워커로 가야 하는데, 워커가 여럿이면 Gunicorn은 이를 보장하지 못한다.\n확장하려면 메시지 큐를 두고 컨테이너를 늘린 뒤, Nginx에서 세션을 고정한다.",
  "A worker takes several requests at once, each in a thread, so that one that waits for a database does not hold up the others. An idle connection from Nginx costs no thread.":
    "워커는 요청마다 스레드를 써서 여러 요청을 동시에 처리하므로, 데이터베이스를 기다리는 요청이\n다른 요청을 막지 않는다. Nginx와의 유휴 연결은 스레드를 차지하지 않는다.",
  "Each worker loads the app by itself: loading it once before the fork saves memory, but then all workers would share one database connection.":
    "워커마다 앱을 따로 불러온다. fork 전에 한 번만 불러오면 메모리는 아끼지만,\n모든 워커가 데이터베이스 연결 하나를 함께 쓰게 된다.",
  "A worker that gives no sign of life for this long is replaced. Nginx waits a little longer.":
    "이 시간 동안 살아 있다는 신호가 없는 워커는 교체된다. Nginx는 조금 더 기다린다.",
  "Requests in flight get this long to finish when the stack stops.": "스택을 멈출 때 처리 중인 요청에 주는 시간.",
  "Longer than Nginx keeps an idle connection, so that Nginx never sends into one that is closing.":
    "Nginx가 유휴 연결을 유지하는 시간보다 길어야, 닫히는 연결로 요청을 보내지 않는다.",
  "Workers are renewed now and then, so that a leak never grows old; the jitter keeps them from doing it all at once.":
    "메모리 누수가 쌓이지 않도록 워커를 가끔 새로 띄운다. jitter는 한꺼번에 교체되는 것을 막는다.",
  "Workers show that they are alive through a file; on a disk, that can block them.":
    "워커는 파일로 살아 있음을 알린다. 그 파일이 디스크에 있으면 워커가 멈출 수 있다.",
  "As long as Nginx lets a request line be.": "Nginx가 허용하는 요청 줄의 길이와 같다.",
  'Errors go to stderr, where Docker collects them. Nginx writes the access log, with Gunicorn\'s time in it; "-" here writes a second one.':
    '오류는 Docker가 수집하는 stderr로 보낸다. 접근 로그는 Nginx가 Gunicorn의 처리 시간과 함께 남긴다.\n여기에 "-"를 적으면 하나 더 남긴다.',
  "The control socket wants a folder to write to, and nothing here talks to it.":
    "제어 소켓에는 쓸 수 있는 폴더가 필요한데, 여기서는 아무도 쓰지 않는다.",
  "Nginx is the only one that can connect, so whoever connects is believed when it says that the client came by HTTPS. Where others can connect, name Nginx's address in FORWARDED_ALLOW_IPS.":
    "Nginx만 접속할 수 있으므로, 클라이언트가 HTTPS로 왔다는 헤더를 그대로 믿는다.\n다른 곳에서도 접속할 수 있다면 FORWARDED_ALLOW_IPS에 Nginx의 주소를 적는다.",
  "No header may move the app to another path.": "어떤 헤더도 앱의 경로를 바꿀 수 없다.",
  "The app sees Nginx as its client, unless it reads who the real one was from the headers that Nginx sets. It is the one proxy to trust, as it sets them anew whatever stands before it. TRUSTED_PROXIES=0 leaves the request alone.":
    "앱에는 Nginx가 클라이언트로 보이므로, Nginx가 넣은 헤더에서 진짜 클라이언트를 읽는다.\n앞에 무엇이 있든 Nginx가 헤더를 새로 넣으므로 믿을 프록시는 Nginx 하나다.\nTRUSTED_PROXIES=0이면 요청을 그대로 둔다.",
  "The app reads the real client from Nginx's headers by itself (ProxyFix), so nothing is done here.":
    "앱이 스스로 Nginx의 헤더에서 진짜 클라이언트를 읽으므로(ProxyFix) 여기서는 할 일이 없다.",

  // nginx.conf
  "Nginx takes the clients: the slow ones, the large ones, the forged headers and the static files. Gunicorn gets whole requests over a fast connection, and its threads work only while Flask does.":
    "Nginx는 클라이언트를 맡는다. 느린 연결, 큰 요청, 위조된 헤더, 정적 파일을 모두 처리한다.\nGunicorn은 완성된 요청만 빠른 연결로 받아, Flask가 일하는 동안에만 스레드를 쓴다.",
  "A number: \"auto\" would count the host's cores and not this container's share.":
    '숫자로 적는다. "auto"는 이 컨테이너의 몫이 아니라 호스트의 코어 수를 센다.',
  "Nginx is not root here and its disk is read-only: all that it writes goes to /tmp.":
    "Nginx는 root가 아니고 디스크는 읽기 전용이므로, 쓰는 것은 모두 /tmp에 둔다.",
  'One line of JSON per request; "upstream_seconds" is the part that Gunicorn and Flask took.':
    '요청마다 JSON 한 줄. "upstream_seconds"는 Gunicorn과 Flask가 쓴 시간이다.',
  "Handed over 4k at a time, or after a second: each write wakes Docker, which costs more than Nginx takes for a request. 4k is what goes through a pipe in one piece, so lines do not get mixed.":
    "4k가 모이거나 1초가 지나면 넘긴다. 쓸 때마다 Docker가 깨어나는데, 그 비용이 Nginx가 요청 하나에 쓰는 것보다 크다.\n4k까지는 파이프에 한 번에 쓰이므로 줄이 섞이지 않는다.",
  "Without tcp_nopush: to hold packets back takes twice the CPU time of a file in a container's network.":
    "tcp_nopush는 쓰지 않는다. 컨테이너 네트워크에서 패킷을 모아 보내면 파일 하나에 드는 CPU 시간이 두 배가 된다.",
  "Static files stay open between requests; one that was changed is noticed within these two seconds.":
    "정적 파일은 요청 사이에도 열어 둔다. 파일이 바뀌면 이 2초 안에 알아챈다.",
  "The version helps only who looks for an old one.": "버전은 취약한 옛 버전을 찾는 사람에게나 도움이 된다.",
  "A client that sends or reads too slowly is cut off here, before it costs Flask anything.":
    "너무 느리게 보내거나 받는 클라이언트는 Flask에 부담을 주기 전에 여기서 끊는다.",
  "Larger requests are answered with 413. The app sets no MAX_CONTENT_LENGTH; raise this if it takes larger ones.":
    "이보다 큰 요청에는 413으로 답한다. 앱에 MAX_CONTENT_LENGTH가 없으니, 더 큰 요청을 받는다면 늘린다.",
  "Larger requests are answered with 413. It is the app's own MAX_CONTENT_LENGTH.":
    "이보다 큰 요청에는 413으로 답한다. 앱의 MAX_CONTENT_LENGTH와 같은 값이다.",
  "Gunicorn. Connections stay open between requests, and are closed here before Gunicorn would.":
    "Gunicorn. 요청 사이에도 연결을 유지하고, Gunicorn보다 먼저 여기서 닫는다.",
  "The port that the client named, if it named one, so that the app's absolute links keep it.":
    "클라이언트가 적은 포트. 앱이 만드는 절대 주소에 그대로 남는다.",
  '"Connection: upgrade" for a websocket, nothing for the others, whose connection is reused.':
    '웹소켓에는 "Connection: upgrade"를 보내고, 다른 요청은 비워 두어 연결을 재사용한다.',
  '"web" is every container of the app. Without max_fails=0, Nginx sends nothing for ten seconds to one that has failed once, and a single view that ends its worker is tried on each: all of the site would be down.':
    '"web"은 앱의 모든 컨테이너다. max_fails=0이 없으면 Nginx는 한 번 실패한 컨테이너에 10초 동안 요청을 보내지\n않는다. 워커를 죽이는 요청 하나가 컨테이너마다 다시 시도되면 사이트 전체가 멈춘다.',
  "A security header is added where the app does not send its own.": "앱이 보내지 않은 보안 헤더만 추가한다.",
  "Behind a load balancer: its addresses, so that the client's is taken from its header, and not from anybody else's. Where it ends TLS, see X-Forwarded-Proto below, too.":
    "로드 밸런서 뒤에 있을 때: 로드 밸런서의 주소를 적는다. 다른 곳의 헤더는 무시하고 로드 밸런서의 헤더에서만\n클라이언트의 주소를 읽는다. 로드 밸런서가 TLS를 처리한다면 아래의 X-Forwarded-Proto도 바꾼다.",
  "Where a load balancer ends TLS and nobody else can connect, this instead of the line above:":
    "로드 밸런서가 TLS를 처리하고 다른 곳에서는 접속할 수 없다면, 윗줄 대신:",
  "How often one address may ask, where a location says so with limit_req (see below).":
    "한 주소가 요청할 수 있는 빈도. location에 limit_req를 적은 곳에만 적용된다(아래 참고).",
  'Not a privileged port: Nginx is not root. Any host name is served; to serve yours alone, name it in server_name and give the rest a default_server of their own that says "return 444;".':
    '특권 포트가 아니다. Nginx는 root가 아니기 때문이다. 모든 호스트 이름에 응답한다. 자신의 이름에만\n응답하려면 server_name에 적고, 나머지는 "return 444;"를 적은 별도의 default_server에 맡긴다.',
  "These stand here and nowhere below: an add_header in a location would drop them all.":
    "여기에만 적는다. 아래 location에 add_header가 하나라도 있으면 이 헤더가 모두 사라진다.",
  "What the app is told of the client. Each is set here, so that what a client sends under these names never arrives. Like add_header, they stand in one place.":
    "앱에 알리는 클라이언트 정보. 모두 여기서 덮어쓰므로 클라이언트가 같은 이름으로 보낸 값은\n전달되지 않는다. add_header처럼 한곳에만 적는다.",
  'HTTP/1.1 without "Connection: close" is what keeps the connections to Gunicorn open.':
    'HTTP/1.1을 쓰고 "Connection: close"를 보내지 않아야 Gunicorn과의 연결이 유지된다.',
  "A page fits into these, so Gunicorn hands it over at once however slowly the client reads.":
    "페이지 하나가 들어가는 크기다. 클라이언트가 느려도 Gunicorn은 곧바로 응답을 넘긴다.",
  "A websocket may be silent for this long.": "웹소켓은 이 시간 동안 조용할 수 있다.",
  "A little longer than Gunicorn's timeout, so that Gunicorn gives up first and its log says why.":
    "Gunicorn의 timeout보다 조금 길다. Gunicorn이 먼저 포기하고 로그에 이유를 남긴다.",
  "To limit how often one address may ask:": "한 주소의 요청 빈도를 제한하려면:",
  "The Dockerfile compresses them, so that it is not done again for each request.":
    "Dockerfile이 미리 압축해 두므로 요청할 때마다 다시 압축하지 않는다.",
  "Docker takes longer over a line of log than Nginx over a file; without this one, each is logged.":
    "로그 한 줄을 남기는 데 드는 Docker의 비용이 Nginx가 파일을 보내는 비용보다 크다. 이 줄을 지우면 모두 기록한다.",
  "Static files never reach Python. The slash at the end of both paths keeps the alias in its folder.":
    "정적 파일은 Python에 닿지 않는다. 두 경로 끝의 슬래시가 alias를 폴더 안에 묶어 둔다.",
  "Static files are at the root, too; what is none of them is the app's.":
    "정적 파일도 사이트의 루트에 있다. 그중에 없는 것은 앱이 응답한다.",
  "What is not among the static files may still be the app's, such as the files of an extension.":
    "정적 파일 중에 없더라도 확장 기능의 파일처럼 앱이 제공하는 것일 수 있다.",
  "For load balancers and Docker's health check: Nginx itself is alive.":
    "로드 밸런서와 Docker의 상태 확인용. Nginx 자체가 살아 있음을 알린다.",
  "Numbers for monitoring, for this container alone.": "모니터링용 수치. 이 컨테이너 안에서만 볼 수 있다.",

  // .dockerignore, .gitignore
  "Secrets: whoever has the image can read every file in it. A public certificate comes back with !path.":
    "비밀 값. 이미지를 가진 사람은 그 안의 모든 파일을 읽을 수 있다. 공개 인증서는 !경로로 되돌린다.",
  "Weight, and what belongs to this machine alone.": "용량이 크거나 이 컴퓨터에만 속하는 것.",
  "The build reads these from outside, and a change of them is no change of the image.":
    "빌드가 밖에서 읽는 파일. 바뀌어도 이미지는 그대로다.",
  "The app's own data of this machine; in the stack it is a volume.":
    "이 컴퓨터에 있는 앱의 데이터. 스택에서는 볼륨이다.",
  "SQLite databases of this machine: others would get them with the image.":
    "이 컴퓨터의 SQLite 데이터베이스. 이미지에 넣으면 다른 사람에게도 전해진다.",
  "The build reads these.": "빌드가 읽는 파일.",
  "Secrets of this machine.": "이 컴퓨터의 비밀 값.",

  // .env, .env.example
  "Secrets of this machine. This file is never committed.": "이 컴퓨터의 비밀 값. 이 파일은 커밋하지 않는다.",
  "What the stack reads from its environment. Copy this file to .env, which is never committed, and fill it in.":
    "스택이 환경 변수로 읽는 값. 이 파일을 .env로 복사해 채운다. .env는 커밋하지 않는다.",
  "A secret: never committed.": "비밀 값이므로 커밋하지 않는다.",
  "The app does not start without it.": "없으면 앱이 시작되지 않는다.",
  "A secret of this stack alone: any long random text.": "이 스택에서만 쓰는 비밀 값. 길고 무작위인 문자열이면 된다.",
  "The port of this machine that the site is at.": "사이트를 여는 이 컴퓨터의 포트.",
  "What the containers may use at most.": "컨테이너가 쓸 수 있는 최대치.",
  "Gunicorn: worker processes.": "Gunicorn의 워커 프로세스 수.",
  "Gunicorn: worker processes, and threads in each.": "Gunicorn의 워커 프로세스 수와 워커마다의 스레드 수.",
};
