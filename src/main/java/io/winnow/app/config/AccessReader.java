package io.winnow.app.config;

import io.winnow.app.config.SiteConfiguration.Access;
import io.winnow.app.config.SiteConfiguration.IdentityProvider;
import io.winnow.core.access.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads who may enter out of {@code site.yaml}. */
final class AccessReader {
    private AccessReader() {}

    static Access read(Section access, Path base) {
        Duration idle = access.duration("sessionIdle", Duration.ofSeconds(1), Duration.ofDays(30), Duration.ofHours(1));
        Duration longest =
                access.duration("sessionLongest", Duration.ofSeconds(1), Duration.ofDays(365), Duration.ofHours(12));
        return new Access(idle, longest, provider(access.section("identityProvider"), base));
    }

    private static Optional<IdentityProvider> provider(Section provider, Path base) {
        Optional<String> issuer = provider.optionalText("issuer", "what its tokens carry as iss", text -> text);
        Optional<String> audience =
                provider.optionalText("audience", "what its tokens for this service carry as aud", text -> text);
        Optional<Path> file = provider.optionalText("keysFile", "a path of a JSON Web Key Set", base::resolve);
        Optional<URI> address = provider.optionalText(
                "keysUri", "an https address of a JSON Web Key Set (http on this machine)", AccessReader::keys);
        String name = provider.text("nameClaim", "the name of a claim", "preferred_username");
        String claim = provider.text("rolesClaim", "the name of a claim, with dots between levels", "roles");
        Section mapping = provider.section("roles");
        Map<Role, List<String>> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            roles.put(role, mapping.texts(role.word()));
        }
        if (issuer.isEmpty()) {
            for (String key : List.of("audience", "keysFile", "keysUri", "nameClaim", "rolesClaim", "roles")) {
                if (provider.has(key)) {
                    provider.problem(key, "means nothing without access.identityProvider.issuer");
                }
            }
            return Optional.empty();
        }
        if (audience.isEmpty()) {
            provider.problem("issuer", "needs access.identityProvider.audience");
        }
        if (file.isPresent() == address.isPresent()) {
            provider.problem("issuer", "needs one of access.identityProvider.keysFile and keysUri");
        }
        if (roles.values().stream().allMatch(List::isEmpty)) {
            provider.problem("issuer", "needs access.identityProvider.roles, or its tokens let nobody in");
        }
        return issuer.map(text -> new IdentityProvider(text, audience.orElse(""), file, address, name, claim, roles));
    }

    /** @throws IllegalArgumentException when keys that came from there could not be trusted */
    private static URI keys(String text) {
        URI uri = URI.create(text);
        boolean here = uri.getHost() != null && SiteConfiguration.Http.isThisMachine(uri.getHost());
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here))) {
            throw new IllegalArgumentException("no address of keys");
        }
        return uri;
    }
}
