package io.winnow.testing;

import io.winnow.adapter.objects.ObjectStorage;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jspecify.annotations.Nullable;

/** A real S3-compatible server on this machine, which keeps its objects in memory over stops and starts. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "winnow";
    public static final String ACCESS_KEY = "winnow-access";
    public static final String SECRET_KEY = "winnow-secret";

    private final BlobStoreContext context;
    private @Nullable S3Proxy server;
    private int port;

    private S3Server() {
        this.context = ContextBuilder.newBuilder(new TransientApiMetadata())
                .credentials(ACCESS_KEY, SECRET_KEY)
                .overrides(new Properties())
                .build(BlobStoreContext.class);
        context.getBlobStore().createContainerInLocation(null, BUCKET);
    }

    /** A server with an empty bucket. */
    public static S3Server start() {
        S3Server server = new S3Server();
        server.comeBack();
        return server;
    }

    /** Answers nobody any more. */
    public void goAway() {
        S3Proxy running = server;
        if (running != null) {
            try {
                running.stop();
            } catch (Exception e) {
                throw new IllegalStateException("the server does not stop", e);
            }
            server = null;
        }
    }

    /** Answers at the same address as before. */
    public void comeBack() {
        try {
            S3Proxy started = S3Proxy.builder()
                    .blobStore(context.getBlobStore())
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                    .build();
            started.start();
            port = started.getPort();
            server = started;
        } catch (Exception e) {
            throw new IllegalStateException("the server does not start", e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** How it is reached with the right key. */
    public ObjectStorage.Settings settings() {
        return settings(SECRET_KEY);
    }

    /** How it is reached with some secret. */
    public ObjectStorage.Settings settings(String secret) {
        return new ObjectStorage.Settings(
                Optional.of(uri()),
                BUCKET,
                "us-east-1",
                "plant/",
                Optional.of(new ObjectStorage.Keys(() -> ACCESS_KEY, () -> secret)),
                true,
                Duration.ofSeconds(10));
    }

    /** The bucket with the right key. */
    public ObjectStorage open() {
        return ObjectStorage.open(settings());
    }

    /** Names of all objects, behind the server's back. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (StorageMetadata object : blobs().list(BUCKET, ListContainerOptions.Builder.recursive())) {
            names.add(object.getName());
        }
        return names;
    }

    /** Puts an object in the place of another, behind the server's back. */
    public void replace(String name, byte[] content) {
        blobs().putBlob(BUCKET, blobs().blobBuilder(name).payload(content).build());
    }

    /** Takes an object away, behind the server's back. */
    public void remove(String name) {
        blobs().removeBlob(BUCKET, name);
    }

    private BlobStore blobs() {
        return context.getBlobStore();
    }

    @Override
    public void close() {
        goAway();
        context.close();
    }
}
