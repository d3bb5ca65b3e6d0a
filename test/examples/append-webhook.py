"""A mutating webhook that appends a sidecar and its volume in every call, as KServe 0.12.0 did. Prints its port."""
import base64
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def append(spec, name, value):
    if name in spec:
        return {"op": "add", "path": f"/spec/{name}/-", "value": value}
    return {"op": "add", "path": f"/spec/{name}", "value": [value]}


def answer(review):
    request = review["request"]
    spec = request["object"]["spec"]
    mount = {"name": "scratch", "mountPath": "/scratch"}
    sidecar = {"name": "helper", "image": "registry.example/helper:1", "volumeMounts": [mount]}
    patch = [
        append(spec, "volumes", {"name": "scratch", "emptyDir": {}}),
        append(spec, "containers", sidecar),
    ]
    response = {
        "uid": request["uid"],
        "allowed": True,
        "patchType": "JSONPatch",
        "patch": base64.b64encode(json.dumps(patch).encode()).decode(),
    }
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": response}


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        text = json.dumps(answer(json.loads(body))).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
print(server.server_port, flush=True)
server.serve_forever()
