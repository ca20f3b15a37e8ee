package io.winnow.core.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Who may vouch for a model: Ed25519 signatures (RFC 8032) over the bytes of the manifest, which names every other file with its hash. Thread-safe.
 *
 * @param key signs what is fitted here; empty to sign nothing
 * @param trusted by whom a model may be signed; empty to look at no signature
 * @param unsigned what becomes of a model without a signature
 * @throws IllegalArgumentException when a key is not Ed25519, when unsigned models are refused and nobody is trusted, or when nobody who is trusted
 *     signs with {@code key}: the station would refuse its own models
 */
public record ArtefactTrust(Optional<PrivateKey> key, List<PublicKey> trusted, Unsigned unsigned) {
    /** Signs nothing and looks at no signature. */
    public static final ArtefactTrust NONE = new ArtefactTrust(Optional.empty(), List.of(), Unsigned.ACCEPT);

    /** Name of the signature's file, in hexadecimal digits. */
    static final String FILE = "manifest.sig";

    private static final String ALGORITHM = "Ed25519";

    /** What becomes of a model without a signature. */
    public enum Unsigned {
        ACCEPT,
        REFUSE;

        /** As in the configuration. */
        public String word() {
            return this == ACCEPT ? "accept" : "refuse";
        }
    }

    public ArtefactTrust {
        trusted = List.copyOf(trusted);
        if (unsigned == Unsigned.REFUSE && trusted.isEmpty()) {
            throw new IllegalArgumentException("unsigned models cannot be refused while no key is trusted");
        }
        if (key.isPresent() && !trusted.isEmpty()) {
            byte[] probe = sign(key.get(), new byte[] {1});
            if (!verifies(trusted, new byte[] {1}, probe)) {
                throw new IllegalArgumentException(
                        "none of the trusted keys belongs to the signing key; models fitted here would be refused here");
            }
        }
    }

    /** Signs the manifest of a folder where there is a key. */
    void seal(Path folder, byte[] manifest) throws IOException {
        if (key.isPresent()) {
            Files.writeString(folder.resolve(FILE), HexFormat.of().formatHex(sign(key.get(), manifest)) + "\n");
        }
    }

    /**
     * Refuses a manifest whose signature is missing though it is needed, or is of nobody who is trusted.
     *
     * @throws ArtefactException when refused, saying why
     */
    void require(Path folder, byte[] manifest) throws IOException {
        if (trusted.isEmpty()) {
            return;
        }
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            if (unsigned == Unsigned.REFUSE) {
                throw new ArtefactException(
                        "it is not signed (file %s is missing), and models.signing.unsigned says refuse; refit the station"
                                .formatted(FILE));
            }
            return;
        }
        if (!verifies(trusted, manifest, bytes(file))) {
            throw new ArtefactException(
                    "file %s is the signature of no trusted key over this %s".formatted(FILE, Artefact.FILE));
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new ArtefactException("file %s is damaged: it must hold hexadecimal digits".formatted(FILE), e);
        }
    }

    private static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("the signing key must be an Ed25519 key: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with Ed25519", e);
        }
    }

    private static boolean verifies(List<PublicKey> keys, byte[] message, byte[] given) {
        return keys.stream().anyMatch(key -> verifies(key, message, given));
    }

    private static boolean verifies(PublicKey key, byte[] message, byte[] given) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(given);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("a trusted key must be an Ed25519 key: " + e.getMessage(), e);
        } catch (SignatureException e) {
            // Not even of a signature's form.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot verify Ed25519", e);
        }
    }
}
