package io.winnow.adapter.identity;

import io.winnow.core.access.Caller;
import io.winnow.core.access.Role;
import io.winnow.core.access.SignedTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.http.Get;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens in the form of signed JWTs (RFC 7519): by the provider's own keys with an asymmetric algorithm, not expired, for this
 * service, and naming a role that is known here. Thread-safe.
 */
public final class JwtTokens implements SignedTokens {
    private static final int CLOCK_SKEW_SECONDS = 30;
    private static final int LONGEST_NAME = 64;
    /** So often at most, whatever keys strangers' tokens name. */
    private static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(10);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    private static final Duration KEPT_WITHOUT_PROVIDER = Duration.ofMinutes(10);

    /** Without "none", and without those where whoever checks could also sign. */
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
            AlgorithmIdentifiers.EDDSA);

    /**
     * Whom to believe.
     *
     * @param audience what tokens for this service carry
     * @param nameClaim where the person's name stands; the subject where it is absent
     * @param rolesClaim where groups or roles stand, with dots from one level to the next
     * @param roles which of them means what here
     */
    public record Rules(
            String issuer, String audience, String nameClaim, String rolesClaim, Map<Role, List<String>> roles) {
        public Rules {
            roles = Map.copyOf(roles);
        }
    }

    private final Rules rules;
    private final JwtConsumer consumer;

    private JwtTokens(Rules rules, VerificationKeyResolver keys) {
        this.rules = rules;
        this.consumer = new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setExpectedIssuer(true, rules.issuer())
                .setExpectedAudience(true, rules.audience())
                .setJwsAlgorithmConstraints(ALGORITHMS)
                .setVerificationKeyResolver(keys)
                .build();
    }

    /**
     * With the provider's public keys in a file, a JSON Web Key Set (RFC 7517).
     *
     * @throws IOException when it cannot be read or is no key set
     */
    public static JwtTokens withKeysIn(Path file, Rules rules) throws IOException {
        try {
            return new JwtTokens(
                    rules, new JwksVerificationKeyResolver(new JsonWebKeySet(Files.readString(file)).getJsonWebKeys()));
        } catch (JoseException e) {
            throw new IOException("file %s is no JSON Web Key Set: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * With the keys fetched from the provider when the first token comes, and again when it signs with one that is not known yet. While
     * the provider cannot be reached, keys that are known are believed for {@link #KEPT_WITHOUT_PROVIDER}.
     */
    public static JwtTokens withKeysAt(URI address, Rules rules) {
        return withKeysAt(address, rules, ASKED_AGAIN_AFTER);
    }

    static JwtTokens withKeysAt(URI address, Rules rules, Duration askedAgainAfter) {
        Get get = new Get();
        get.setConnectTimeout((int) ANSWER_WITHIN.toMillis());
        get.setReadTimeout((int) ANSWER_WITHIN.toMillis());
        get.setRetries(0);
        HttpsJwks keys = new HttpsJwks(address.toString());
        keys.setSimpleHttpGet(get);
        keys.setRetainCacheOnErrorDuration(KEPT_WITHOUT_PROVIDER.toSeconds());
        keys.setRefreshReprieveThreshold(askedAgainAfter.toMillis());
        return new JwtTokens(rules, new HttpsJwksVerificationKeyResolver(keys));
    }

    @Override
    public Caller caller(String token, String address) throws RefusedException {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return new Caller(name(claims), role(claims), Caller.Kind.IDENTITY, Optional.of(address));
        } catch (InvalidJwtException e) {
            // Its message repeats the token; the codes and their words do not.
            throw new RefusedException(
                    e.getErrorDetails().stream()
                            .map(error ->
                                    "code " + error.getErrorCode() + " " + withoutToken(error.getErrorMessage(), token))
                            .toList()
                            .toString(),
                    e);
        }
    }

    private static String withoutToken(@Nullable String message, String token) {
        String text = message == null ? "" : message;
        return token.isEmpty()
                ? text
                : text.replace(token, "...").replaceAll("[A-Za-z0-9_-]{20,}(\\.[A-Za-z0-9_-]*)*", "...");
    }

    private String name(JwtClaims claims) throws RefusedException {
        Object given = claims.getClaimValue(rules.nameClaim());
        String name = String.valueOf(given instanceof String text ? text : claims.getClaimValue("sub"));
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new RefusedException(
                    "its name has %d characters, must have 1 to %d".formatted(name.length(), LONGEST_NAME));
        }
        return name;
    }

    private Role role(JwtClaims claims) throws RefusedException {
        Collection<?> given = values(claims.getClaimsMap(), rules.rolesClaim());
        return Arrays.stream(Role.values())
                .filter(role ->
                        rules.roles().getOrDefault(role, List.of()).stream().anyMatch(given::contains))
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new RefusedException(
                        "nothing in its claim %s means a role here".formatted(rules.rolesClaim())));
    }

    private static Collection<?> values(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        int dot = path.indexOf('.');
        if (whole == null && dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> below) {
            return values(below, path.substring(dot + 1));
        }
        return whole instanceof Collection<?> several ? several : whole == null ? List.of() : List.of(whole);
    }
}
