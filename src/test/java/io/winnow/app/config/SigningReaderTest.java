package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.model.ArtefactTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningReaderTest {
    private final Path parent;
    private final Folder folder;
    private final KeyPair ours = pair("Ed25519");
    private final KeyPair second = pair("Ed25519");

    SigningReaderTest(@TempDir Path parent) throws IOException, NoSuchAlgorithmException {
        this.parent = parent;
        folder = new Folder(parent);
        Files.writeString(parent.resolve("key.pem"), pem("PRIVATE KEY", ours.getPrivate()));
        Files.writeString(
                parent.resolve("trusted.pem"),
                pem("PUBLIC KEY", second.getPublic()) + pem("PUBLIC KEY", ours.getPublic()));
        Files.writeString(parent.resolve("second.pem"), pem("PUBLIC KEY", second.getPublic()));
        Files.writeString(
                parent.resolve("rsa.pem"), pem("PUBLIC KEY", pair("RSA").getPublic()));
        Files.writeString(parent.resolve("text"), "no key");
    }

    private static KeyPair pair(String algorithm) throws NoSuchAlgorithmException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    /** As openssl writes it. */
    private static String pem(String kind, Key key) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind);
    }

    private void signing(String keys) throws IOException {
        folder.site(Folder.SITE + "models: {signing: {%s}}\n".formatted(keys));
    }

    @Test
    void signing_absent_signsAndRefusesNothing() throws Exception {
        assertThat(folder.read().site().signing().trust()).isEqualTo(ArtefactTrust.NONE);
    }

    @Test
    void signing_keysInFiles_areRead() throws Exception {
        signing("key: key.pem, trusted: trusted.pem, unsigned: refuse");

        ArtefactTrust trust = folder.read().site().signing().trust();

        assertThat(trust.key()).contains(ours.getPrivate());
        assertThat(trust.trusted()).containsExactly(second.getPublic(), ours.getPublic());
        assertThat(trust.unsigned()).isEqualTo(ArtefactTrust.Unsigned.REFUSE);
        assertThat(folder.read().site().secretFiles()).containsExactly(parent.resolve("key.pem"));
    }

    @Test
    void signing_whatCannotBeUsed_isRefusedWithTheRule() throws Exception {
        assertProblem("key: absent.pem", "models.signing.key = absent.pem: must be a file with an Ed25519 private key");
        assertProblem("key: text", "models.signing.key = text: must be a file with an Ed25519 private key");
        assertProblem("trusted: text", "models.signing.trusted = text: must be a file with one or more Ed25519 public");
        assertProblem("trusted: rsa.pem", "models.signing.trusted = rsa.pem: must be a file with one or more Ed25519");
        assertProblem("unsigned: refuse", "models.signing.unsigned = refuse: unsigned models cannot be refused while");
        assertProblem(
                "key: key.pem, trusted: second.pem", "models.signing.trusted = second.pem: none of the trusted keys");
    }

    private void assertProblem(String keys, String problem) throws Exception {
        signing(keys);
        assertThat(folder.problems()).singleElement().asString().contains(problem);
    }
}
