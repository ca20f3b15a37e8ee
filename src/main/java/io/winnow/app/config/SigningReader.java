package io.winnow.app.config;

import io.smallrye.certs.pem.parsers.PKCS8Parser;
import io.winnow.core.model.ArtefactTrust;
import io.winnow.core.model.ArtefactTrust.Unsigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code models.signing} of {@code site.yaml} with the key files that it names. */
final class SigningReader {
    private static final Pattern PUBLIC_KEY =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----");

    private final Section section;
    private final Path base;

    /**
     * @param base what relative paths start from
     */
    SigningReader(Section section, Path base) {
        this.section = section;
        this.base = base;
    }

    /** What is said there; what cannot be used is a problem of the file. */
    SiteConfiguration.Signing read() {
        Optional<Path> file = section.optionalText("key", "a path of a PEM file", base::resolve);
        Optional<PrivateKey> key = file.flatMap(this::privateKey);
        List<PublicKey> trusted = section.optionalText("trusted", "a path of a PEM file", base::resolve)
                .map(this::publicKeys)
                .orElse(List.of());
        Unsigned unsigned = section.choice("unsigned", List.of(Unsigned.values()), Unsigned::word, Unsigned.ACCEPT);
        try {
            return new SiteConfiguration.Signing(new ArtefactTrust(key, trusted, unsigned), file);
        } catch (IllegalArgumentException e) {
            section.problem(
                    section.has("trusted") ? "trusted" : section.has("key") ? "key" : "unsigned",
                    String.valueOf(e.getMessage()));
            return new SiteConfiguration.Signing(ArtefactTrust.NONE, Optional.empty());
        }
    }

    private Optional<PrivateKey> privateKey(Path file) {
        try {
            return Optional.of(new PKCS8Parser().getKey(Files.readString(file), null));
        } catch (IOException | RuntimeException e) {
            section.problem("key", "must be a file with an Ed25519 private key (PEM, PKCS #8, no passphrase)");
            return Optional.empty();
        }
    }

    private List<PublicKey> publicKeys(Path file) {
        try {
            List<PublicKey> keys = new ArrayList<>();
            Matcher blocks = PUBLIC_KEY.matcher(Files.readString(file));
            while (blocks.find()) {
                byte[] der = Base64.getMimeDecoder().decode(blocks.group(1));
                keys.add(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
            }
            if (keys.isEmpty()) {
                throw new IOException("no public key in " + file);
            }
            return keys;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            section.problem("trusted", "must be a file with one or more Ed25519 public keys (PEM)");
            return List.of();
        }
    }
}
