package io.winnow.adapter.mqtt;

import io.smallrye.certs.pem.parsers.PKCS8Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files of a TLS connection, all PEM. The broker's certificate must fit the host name in its address.
 *
 * @param authorities certificates that vouch for the broker's; where absent, those that the machine trusts
 * @param certificate our own with its chain, where the broker asks for one
 * @param key its private key, PKCS #8 without a passphrase
 * @throws IllegalArgumentException when there is a certificate without its key or a key without its certificate
 */
public record TlsFiles(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
    /** Trust whom the machine trusts and show nothing. */
    public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());

    private static final char[] IN_MEMORY = new char[0];

    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "a client certificate and its key belong together: give both or neither");
        }
    }

    /**
     * Reads the files.
     *
     * @throws IOException when one cannot be read or does not hold what it should; the message names the file
     */
    public SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private KeyManager @Nullable [] keys() throws IOException, GeneralSecurityException {
        if (certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        Certificate[] chain = certificates(certificate.get()).toArray(Certificate[]::new);
        try {
            store.setKeyEntry("client", privateKey(key.get()), IN_MEMORY, chain);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "%s is not the key of %s: %s".formatted(key.get(), certificate.get(), e.getMessage()), e);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, IN_MEMORY);
        return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws IOException, GeneralSecurityException {
        if (authorities.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        for (Certificate authority : certificates(authorities.get())) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("file %s holds no certificate (PEM)".formatted(file));
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException("file %s holds no certificate (PEM): %s".formatted(file, e.getMessage()), e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("file %s does not exist".formatted(file), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        try {
            PrivateKey key = new PKCS8Parser().getKey(Files.readString(file), null);
            if (key == null) {
                throw new IOException("file %s holds no private key (PEM, PKCS #8, no passphrase)".formatted(file));
            }
            return key;
        } catch (RuntimeException e) {
            throw new IOException(
                    "file %s holds no private key (PEM, PKCS #8, no passphrase): %s".formatted(file, e.getMessage()),
                    e);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new IOException("file %s does not exist".formatted(file), e);
        }
    }
}
