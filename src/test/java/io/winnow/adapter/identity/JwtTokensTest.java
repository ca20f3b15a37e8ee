package io.winnow.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.winnow.core.access.Caller;
import io.winnow.core.access.Role;
import io.winnow.core.access.SignedTokens.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtTokensTest {
    private static final String ISSUER = "https://id.plant.example/realms/works";

    private static final JwtTokens.Rules RULES = new JwtTokens.Rules(
            ISSUER,
            "winnow",
            "preferred_username",
            "realm_access.roles",
            Map.of(Role.OPERATOR, List.of("line-crew"), Role.ENGINEER, List.of("process", "quality")));

    private final RsaJsonWebKey key = key("one");
    private final JwtTokens tokens;

    JwtTokensTest(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
        this.tokens = JwtTokens.withKeysIn(keys, RULES);
    }

    private static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("winnow");
        claims.setSubject("1234");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setClaim("preferred_username", "anna");
        claims.setClaim("realm_access", Map.of("roles", List.of("something else", "line-crew")));
        return claims;
    }

    private String signed(Consumer<JwtClaims> change, RsaJsonWebKey by) throws JoseException {
        JwtClaims claims = claims();
        change.accept(claims);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(by.getPrivateKey());
        jws.setKeyIdHeaderValue(by.getKeyId());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return jws.getCompactSerialization();
    }

    private void assertRefused(String token, String why) {
        assertThatThrownBy(() -> tokens.caller(token, "10.0.0.7"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain(token);
    }

    /** A provider's key set, as it is at the moment. */
    private static HttpServer provider(AtomicReference<RsaJsonWebKey> present, AtomicInteger asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/certs", exchange -> {
            asked.incrementAndGet();
            byte[] keys = new JsonWebKeySet(present.get())
                    .toJson(OutputControlLevel.PUBLIC_ONLY)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static JwtTokens at(HttpServer provider) {
        return JwtTokens.withKeysAt(
                URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/certs"), RULES, Duration.ZERO);
    }

    @Test
    void keysUri_keysAreFetchedOnce_andAgainWhenTheProviderSignsWithANewOne() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<RsaJsonWebKey> present = new AtomicReference<>(key);
        HttpServer provider = provider(present, asked);
        try {
            JwtTokens fetching = at(provider);
            assertThat(fetching.caller(signed(claims -> {}, key), "").name()).isEqualTo("anna");
            assertThat(fetching.caller(signed(claims -> {}, key), "").name()).isEqualTo("anna");
            assertThat(asked).hasValue(1);

            RsaJsonWebKey next = key("two");
            present.set(next);
            assertThat(fetching.caller(signed(claims -> {}, next), "").name()).isEqualTo("anna");
            assertThat(asked).hasValue(2);
            assertThatThrownBy(() -> fetching.caller(signed(claims -> {}, key), ""))
                    .as("by the key that the provider has given up")
                    .isInstanceOf(RefusedException.class);
        } finally {
            provider.stop(0);
        }
    }

    @Test
    void keysUri_providerGone_knownKeysAreBelievedOn_andOthersRefusedWithTheCause() throws Exception {
        HttpServer provider = provider(new AtomicReference<>(key), new AtomicInteger());
        JwtTokens known = at(provider);
        JwtTokens never = at(provider);
        known.caller(signed(claims -> {}, key), "");
        provider.stop(0);

        assertThat(known.caller(signed(claims -> {}, key), "").name()).isEqualTo("anna");
        assertThatThrownBy(() -> never.caller(signed(claims -> {}, key), ""))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void token_ofTheProvider_namesPersonAndRole() throws Exception {
        Caller caller = tokens.caller(signed(claims -> {}, key), "10.0.0.7");

        assertThat(caller.name()).isEqualTo("anna");
        assertThat(caller.role()).isEqualTo(Role.OPERATOR);
        assertThat(caller.kind()).isEqualTo(Caller.Kind.IDENTITY);
        assertThat(caller.address()).contains("10.0.0.7");
    }

    @Test
    void token_withSeveralGroups_hasTheHighestRole_andWithoutNameItsSubject() throws Exception {
        Caller caller = tokens.caller(
                signed(
                        claims -> {
                            claims.unsetClaim("preferred_username");
                            claims.setClaim("realm_access", Map.of("roles", List.of("line-crew", "quality")));
                        },
                        key),
                "");

        assertThat(caller.role()).isEqualTo(Role.ENGINEER);
        assertThat(caller.name()).isEqualTo("1234");
    }

    @Test
    void token_signedByAnotherKeyOfTheSameName_isRefused() throws Exception {
        assertRefused(signed(claims -> {}, key("one")), "Invalid JWS Signature");
    }

    @Test
    void token_unsigned_isRefused() throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.ALLOW_ONLY_NONE);
        jws.setPayload(claims().toJson());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);

        assertRefused(jws.getCompactSerialization(), "none");
    }

    @Test
    void token_signedWithThePublicKeyAsASharedSecret_isRefused() throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims().toJson());
        jws.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        jws.setKeyIdHeaderValue("one");
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);

        assertRefused(jws.getCompactSerialization(), "HS256");
    }

    @Test
    void token_expired_isRefused() throws Exception {
        assertRefused(signed(claims -> claims.setExpirationTimeMinutesInTheFuture(-2), key), "no longer valid");
    }

    @Test
    void token_thatNeverExpires_isRefused() throws Exception {
        assertRefused(signed(claims -> claims.unsetClaim("exp"), key), "Expiration");
    }

    @Test
    void token_forAnotherService_isRefused() throws Exception {
        assertRefused(signed(claims -> claims.setAudience("erp"), key), "Audience");
    }

    @Test
    void token_ofAnotherIssuer_isRefused() throws Exception {
        assertRefused(signed(claims -> claims.setIssuer("https://elsewhere.example"), key), "Issuer");
    }

    @Test
    void token_withUnknownRole_isRefused() throws Exception {
        assertRefused(
                signed(claims -> claims.setClaim("realm_access", Map.of("roles", List.of("admin"))), key),
                "nothing in its claim realm_access.roles means a role here");
    }

    @Test
    void token_thatIsNone_isRefused() {
        assertRefused("abc.def", "");
    }

    @Test
    void keys_fileThatIsNone_isRefusedByName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys.json"), "no keys");

        assertThatThrownBy(() -> JwtTokens.withKeysIn(file, new JwtTokens.Rules(ISSUER, "a", "b", "c", Map.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keys.json is no JSON Web Key Set");
    }
}
