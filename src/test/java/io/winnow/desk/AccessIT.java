package io.winnow.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.core.access.Role;
import io.winnow.desk.PartPainter.Part;
import io.winnow.testing.Await;
import io.winnow.testing.Login;
import io.winnow.testing.RestClient;
import io.winnow.testing.RestClient.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and who may do what, asked of the packaged service from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
    private static final String ISSUER = "https://id.plant.example";

    private final RunningService service;
    private final RestClient admin;
    private final RestClient stranger;
    private final RsaJsonWebKey key;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final String firstPassword;

    AccessIT(@TempDir Path folder) throws Exception {
        key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("works");
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
        service = new RunningService(folder, List.of("press"), 1_000, Optional.empty(), """
                access:
                  identityProvider:
                    issuer: %s
                    audience: winnow
                    keysFile: '%s'
                    rolesClaim: groups
                    roles: {operator: [line-crew]}
                """.formatted(ISSUER, keys));
        data = service.data();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("first-admin-password"))))
                .isEqualTo("rw-------");
        firstPassword = Files.readString(data.resolve("first-admin-password")).strip();
        stranger = new RestClient(uri());
        admin = service.client();
    }

    @AfterAll
    void stop() throws IOException {
        service.close();
    }

    private URI uri() {
        return URI.create(service.url());
    }

    private RestClient machine(String name, Role role) throws Exception {
        Answer made = admin.json(
                "POST",
                "/api/v1/tokens",
                "{\"name\": \"%s\", \"role\": \"%s\", \"days\": 30}".formatted(name, role.word()));
        assertThat(made.status()).isEqualTo(201);
        return RestClient.bearer(uri(), made.json().path("secret").asText());
    }

    private Answer login(String name, String password) throws Exception {
        return stranger.json(
                "POST", "/api/v1/session", "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password));
    }

    private JsonNode audit(String query) throws Exception {
        return admin.get("/api/v1/audit?" + query).json().path("items");
    }

    @Test
    void everyRequest_everyRole_isAnsweredAsTheRulesSay() throws Exception {
        RoleMatrix matrix = new RoleMatrix(admin.get("/q/openapi?format=json").json());
        Map<Role, RestClient> clients = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            clients.put(role, machine("matrix " + role.word(), role));
        }

        assertThat(matrix.requests()).as("requests, each with its rule").isEqualTo(matrix.ruled());
        assertThat(matrix.violations(clients, stranger)).isEmpty();
    }

    @Test
    void figuresAndDescription_needALogin_healthDoesNot() throws Exception {
        RestClient viewer = machine("prometheus", Role.VIEWER);
        for (String path : List.of("/q/metrics", "/q/openapi", "/", "/index.html", "/api/v1/nothing")) {
            assertThat(stranger.get(path).status()).as(path).isIn(401, 404);
        }
        assertThat(stranger.get("/q/metrics").json().path("title").asText()).isEqualTo("Not logged in");
        assertThat(stranger.get("/q/metrics").contentType()).isEqualTo("application/problem+json");
        assertThat(viewer.get("/q/metrics").status()).isEqualTo(200);
        assertThat(viewer.get("/q/openapi").status()).isEqualTo(200);
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/health/started", "/login.html")) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void refusals_areProblemsThatSayWhatIsMissing() throws Exception {
        Answer unknown = stranger.get("/api/v1/site");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.contentType()).isEqualTo("application/problem+json");
        assertThat(unknown.headers().firstValue("WWW-Authenticate")).isPresent();

        Answer wrong = RestClient.bearer(uri(), "wnw_invented").get("/api/v1/site");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().path("detail").asText()).contains("revoked");

        Answer refused = machine("camera 7", Role.OPERATOR).json("POST", "/api/v1/stations/press/refits", "{}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("detail").asText())
                .isEqualTo("this needs the role engineer; camera 7 is operator");
    }

    @Test
    void firstPassword_isForOneLogin_inAFileOfTheOwner_andNowhereInTheLog() throws Exception {
        service.login().session();

        assertThat(login("admin", firstPassword).status()).isEqualTo(401);
        assertThat(service.output()).doesNotContain(firstPassword).contains("first-admin-password");
        Await.until("the file to be deleted", Duration.ofSeconds(40), () -> Optional.of(data)
                .filter(folder -> Files.notExists(folder.resolve("first-admin-password"))));
        assertThat(service.output()).contains("for this machine only");
    }

    @Test
    void newPerson_canDoNothingBeforeChangingThePassword() throws Exception {
        String password = admin.json("POST", "/api/v1/users", "{\"name\": \"Berta\", \"role\": \"engineer\"}")
                .json()
                .path("password")
                .asText();
        Answer entered = login("berta", password);
        String cookie = cookie(entered);

        assertThat(entered.json().path("mustChangePassword").asBoolean()).isTrue();
        HttpResponse<String> refused = send(get("/api/v1/site").header("Cookie", cookie));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("the password must be changed first");
        String csrf = entered.json().path("csrf").asText();
        for (String weak : List.of("short", "my berta password", "aaaaaaaaaaaa", password)) {
            assertThat(send(change(cookie, csrf, password, weak)).statusCode())
                    .as(weak)
                    .isEqualTo(400);
        }
        assertThat(send(change(cookie, csrf, password, "twelve green flanges")).statusCode())
                .isEqualTo(204);
        assertThat(send(get("/api/v1/site").header("Cookie", cookie)).statusCode())
                .isEqualTo(200);
    }

    private HttpRequest.Builder change(String cookie, String csrf, String present, String wanted) {
        return HttpRequest.newBuilder(uri().resolve("/api/v1/session/password"))
                .header("Cookie", cookie)
                .header("X-CSRF-Token", csrf)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"present\": \"%s\", \"wanted\": \"%s\"}".formatted(present, wanted)));
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(uri().resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String cookie(Answer answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void cookie_isOutOfReachOfScriptsAndOtherSites_andChangesNeedTheWordOfThePage() throws Exception {
        Login.Session session = service.login().session();
        Answer again = login(Login.ADMIN, Login.PASSWORD);
        assertThat(again.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        String cookie = Login.COOKIE + "=" + session.cookie();
        HttpRequest.Builder acknowledge = get("/api/v1/stations/press/drift/acknowledge")
                .header("Cookie", cookie)
                .POST(BodyPublishers.noBody());

        assertThat(send(acknowledge).statusCode()).isEqualTo(403);
        assertThat(send(acknowledge.copy().header("X-CSRF-Token", "guessed")).statusCode())
                .isEqualTo(403);
        assertThat(send(acknowledge
                                .copy()
                                .header("X-CSRF-Token", session.csrf())
                                .header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(acknowledge
                                .copy()
                                .header("X-CSRF-Token", session.csrf())
                                .header("Origin", "http://127.0.0.1:" + uri().getPort()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void guessing_hasToWait_andIsWrittenDown() throws Exception {
        Answer last = login("mallory", "guess");
        for (int i = 0; i < 5; i++) {
            last = login("mallory", "guess " + i);
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.contentType()).isEqualTo("application/problem+json");
        assertThat(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 300);
        JsonNode failed = audit("action=login.failed&who=mallory&limit=10");
        assertThat(failed)
                .hasSize(5)
                .allSatisfy(entry -> assertThat(entry.path("address").asText()).isEqualTo("127.0.0.1"));
        assertThat(failed.get(0).path("after").path("why").asText()).isEqualTo("no such account");
        assertThat(failed.toString()).doesNotContain("guess");
    }

    @Test
    void disabledPerson_isOutAtOnce_alsoOfThePushChannel_andTheLastAdminStays() throws Exception {
        Login carl = Login.person(uri(), admin, "carl", "viewer");
        RestClient client = new RestClient(uri(), carl);
        assertThat(client.get("/api/v1/site").status()).isEqualTo(200);
        Listener listener = new Listener();
        http.newWebSocketBuilder()
                .header("Cookie", Login.COOKIE + "=" + carl.session().cookie())
                .buildAsync(live(), listener)
                .join();

        assertThat(admin.json("PATCH", "/api/v1/users/carl", "{\"disabled\": true}")
                        .status())
                .isEqualTo(200);

        assertThat(client.get("/api/v1/site").status()).isEqualTo(401);
        assertThat(login("carl", Login.PASSWORD).status()).isEqualTo(401);
        listener.closed.get(Await.LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
        Answer last = admin.json("PATCH", "/api/v1/users/admin", "{\"role\": \"viewer\"}");
        assertThat(last.status()).isEqualTo(409);
        assertThat(last.json().path("detail").asText()).contains("last enabled account");
    }

    private URI live() {
        return URI.create("ws://127.0.0.1:" + uri().getPort() + "/api/v1/live");
    }

    /** Knows when it is closed. */
    private static final class Listener implements WebSocket.Listener {
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }
    }

    @Test
    void pushChannel_strangerOrPageOfAnotherSite_isRefusedAtTheUpgrade() {
        Login.Session session = service.login().session();

        assertThat(refusal(http.newWebSocketBuilder())).isEqualTo(401);
        assertThat(refusal(http.newWebSocketBuilder()
                        .header("Cookie", Login.COOKIE + "=" + session.cookie())
                        .header("Origin", "https://evil.example")))
                .isEqualTo(403);
    }

    private int refusal(WebSocket.Builder builder) {
        try {
            builder.buildAsync(live(), new Listener()).join().abort();
            return 101;
        } catch (CompletionException e) {
            return e.getCause() instanceof WebSocketHandshakeException refused
                    ? refused.getResponse().statusCode()
                    : -1;
        }
    }

    @Test
    void token_revoked_letsNobodyInAndItsSecretIsNowhere() throws Exception {
        Answer made = admin.json("POST", "/api/v1/tokens", "{\"name\": \"erp\", \"role\": \"viewer\"}");
        String secret = made.json().path("secret").asText();
        String id = made.json().path("token").path("id").asText();
        RestClient erp = RestClient.bearer(uri(), secret);
        assertThat(erp.get("/api/v1/session").json().path("kind").asText()).isEqualTo("token");
        assertThat(new String(admin.get("/api/v1/tokens").body(), StandardCharsets.UTF_8))
                .contains("erp")
                .doesNotContain(secret);

        assertThat(admin.delete("/api/v1/tokens/" + id).status()).isEqualTo(204);

        assertThat(erp.get("/api/v1/site").status()).isEqualTo(401);
        assertThat(service.output()).doesNotContain(secret);
        assertThat(audit("action=token&limit=50")).anySatisfy(entry -> {
            assertThat(entry.path("action").asText()).isEqualTo("token.revoke");
            assertThat(entry.path("target").asText()).isEqualTo("erp");
            assertThat(entry.path("before").path("role").asText()).isEqualTo("viewer");
        });
    }

    @Test
    void label_isSignedByWhoeverIsLoggedIn_whateverTheRequestClaims_andAuditedWithBeforeAndAfter() throws Exception {
        RestClient dora = new RestClient(uri(), Login.person(uri(), admin, "dora", "operator"));
        JsonNode inspection = dora.post(
                        "/api/v1/stations/press/inspections", "image/jpeg", PartPainter.frame(Part.GOOD, 1))
                .json();
        String label = "/api/v1/inspections/" + inspection.path("id").asText() + "/label";

        assertThat(dora.json("PUT", label, "{\"verdict\": \"normal\", \"labelledBy\": \"the boss\"}")
                        .status())
                .isEqualTo(400);
        dora.json("PUT", label, "{\"verdict\": \"normal\"}");
        Answer second = dora.json("PUT", label, "{\"verdict\": \"defect\", \"defectType\": \"dent\"}");

        assertThat(second.json().path("labelledBy").asText()).isEqualTo("dora");
        JsonNode entries = audit("who=dora&action=label&station=press");
        assertThat(entries).hasSize(2);
        JsonNode newest = entries.get(0);
        assertThat(newest.path("action").asText()).isEqualTo("label.set");
        assertThat(newest.path("kind").asText()).isEqualTo("account");
        assertThat(newest.path("before").path("label").path("verdict").asText()).isEqualTo("normal");
        assertThat(newest.path("after").path("label").path("verdict").asText()).isEqualTo("defect");
        assertThat(entries.get(1).path("before").isNull()).isTrue();
        assertThat(audit("who=dora&limit=1&before=" + newest.path("sequence").asLong()))
                .hasSize(1);
        assertThat(admin.get("/api/v1/audit?from=yesterday").status()).isEqualTo(400);
    }

    /** The service believes 127.0.0.2 about where requests come from, see {@link RunningService}. */
    @Test
    void proxyThatEndsTls_isBelievedWhereItIsTrusted() throws Exception {
        String trusted = loginThrough("127.0.0.2", "10.1.2.3");
        String other = loginThrough("127.0.0.3", "10.4.5.6");

        assertThat(trusted).contains("200 OK").containsIgnoringCase(";Secure");
        assertThat(other).contains("200 OK").doesNotContainIgnoringCase(";Secure");
        List<String> addresses = new ArrayList<>();
        audit("action=login&limit=2")
                .forEach(entry -> addresses.add(entry.path("address").asText()));
        assertThat(addresses).containsExactly("127.0.0.3", "10.1.2.3");
    }

    /** What a proxy at that address is answered, whose client came by HTTPS. */
    private String loginThrough(String proxy, String client) throws Exception {
        String body = "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(Login.ADMIN, Login.PASSWORD);
        service.login().session();
        try (Socket socket =
                new Socket(InetAddress.getByName("127.0.0.1"), uri().getPort(), InetAddress.getByName(proxy), 0)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("""
                            POST /api/v1/session HTTP/1.1
                            Host: 127.0.0.1:%d
                            Content-Type: application/json
                            X-Forwarded-Proto: https
                            X-Forwarded-For: %s
                            Content-Length: %d
                            Connection: close

                            %s""".formatted(uri().getPort(), client, body.length(), body)
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void changeWhoseIntentOrEntryCannotBeWritten_isRefusedOrKnownAfterwards() throws Exception {
        String acknowledge = "/api/v1/stations/press/drift/reset";
        try (Connection database = DriverManager.getConnection(
                        "jdbc:sqlite:" + data.resolve("winnow.db") + "?busy_timeout=10000");
                Statement sql = database.createStatement()) {
            sql.execute(
                    "CREATE TRIGGER no_intents BEFORE INSERT ON audit_intent BEGIN SELECT RAISE(ABORT, 'full'); END");
            Answer refused = admin.json("POST", acknowledge, "{}");
            sql.execute("DROP TRIGGER no_intents");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("detail").asText()).startsWith("nothing was changed, because the audit log");

            sql.execute("CREATE TRIGGER no_entries BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END");
            Answer failed = admin.json("POST", acknowledge, "{}");
            sql.execute("DROP TRIGGER no_entries");
            assertThat(failed.status()).isBetween(500, 503);
            try (ResultSet open = sql.executeQuery("SELECT who, target FROM audit_intent")) {
                assertThat(open.next()).isTrue();
                assertThat(open.getString("who")).isEqualTo(Login.ADMIN);
                assertThat(open.getString("target")).isEqualTo("POST " + acknowledge);
                assertThat(open.next()).as("a second one").isFalse();
            }
        }
        assertThat(admin.json("POST", acknowledge, "{}").status()).isEqualTo(200);
    }

    @Test
    void identityProvidersToken_letsInWithItsMappedRole_andNotWhenForged() throws Exception {
        RestClient anna = RestClient.bearer(uri(), jwt(key));
        Answer who = anna.get("/api/v1/session");

        assertThat(who.json().path("name").asText()).isEqualTo("anna");
        assertThat(who.json().path("role").asText()).isEqualTo("operator");
        assertThat(anna.json("POST", "/api/v1/stations/press/refits", "{}").status())
                .isEqualTo(403);
        RsaJsonWebKey forged = RsaJwkGenerator.generateJwk(2048);
        forged.setKeyId("works");
        String token = jwt(forged);
        assertThat(RestClient.bearer(uri(), token).get("/api/v1/session").status())
                .isEqualTo(401);
        assertThat(service.output()).doesNotContain(token);
    }

    private static String jwt(RsaJsonWebKey key) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("winnow");
        claims.setSubject("42");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setClaim("preferred_username", "anna");
        claims.setClaim("groups", List.of("line-crew"));
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key.getPrivateKey());
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return jws.getCompactSerialization();
    }
}
