package io.winnow.adapter.objects;

import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket, or the part of one below a prefix. What is put is stored when the call returns. Requests are repeated after passing faults, with
 * growing pauses; what is still not done then is a {@link StorageException} that names object, bucket and rule and says whether the same
 * may succeed later. Thread-safe.
 */
public final class ObjectStorage implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 4;
    /** Large objects get more time than {@link Settings#timeout}: a second for so many bytes. */
    private static final long SLOWEST_BYTES_A_SECOND = 1_000_000;

    private static final int NOT_FOUND = 404;

    /** Something that is read anew for each use, because it may change meanwhile. */
    @FunctionalInterface
    public interface Source {
        /** @throws IOException when it cannot be read, naming what it is */
        String read() throws IOException;
    }

    /** What a server knows us by. */
    public record Keys(Source access, Source secret) {}

    /**
     * Which bucket, and how it is reached.
     *
     * @param endpoint of the server; empty for Amazon's in the region
     * @param prefix before the name of each object, empty or ending in a slash
     * @param keys empty for those of the machine, pod or environment, found as Amazon's own programs find them
     * @param pathStyle whether the bucket stands in the path of the address instead of its host
     * @param timeout for one call with its repetitions
     */
    public record Settings(
            Optional<URI> endpoint,
            String bucket,
            String region,
            String prefix,
            Optional<Keys> keys,
            boolean pathStyle,
            Duration timeout) {
        public Settings {
            if (!prefix.isEmpty() && !prefix.endsWith("/")) {
                throw new IllegalArgumentException("prefix '%s' must end in a slash".formatted(prefix));
            }
        }
    }

    /** An object as it is listed. */
    record Listed(String name, long bytes, Instant storedAt) {}

    private final Settings settings;
    private final ObjectFaults faults;
    private final S3Client client;

    private ObjectStorage(Settings settings, S3Client client) {
        this.settings = settings;
        this.client = client;
        this.faults = new ObjectFaults(settings);
    }

    /** Opens a bucket; nothing is sent yet. */
    public static ObjectStorage open(Settings settings) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(settings.timeout())
                        .build())
                // Checksums that trail the content are Amazon's own; every server knows Content-MD5, which is sent
                // instead.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(settings.keys()
                        .map(ObjectStorage::provider)
                        .orElseGet(() -> DefaultCredentialsProvider.builder().build()))
                .overrideConfiguration(override -> override.apiCallTimeout(settings.timeout())
                        .apiCallAttemptTimeout(settings.timeout().dividedBy(2))
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
                                .build()));
        settings.endpoint().ifPresent(builder::endpointOverride);
        return new ObjectStorage(settings, builder.build());
    }

    private static AwsCredentialsProvider provider(Keys keys) {
        return () -> {
            try {
                return AwsBasicCredentials.create(
                        keys.access().read(), keys.secret().read());
            } catch (IOException e) {
                throw new StorageException("the key of the object storage cannot be read: " + e.getMessage(), e);
            }
        };
    }

    /** Stores bytes under a name, in place of what has it. */
    void put(String name, byte[] content) {
        String md5 = Base64.getEncoder().encodeToString(md5().digest(content));
        call(
                ObjectFaults.Doing.PUT,
                name,
                () -> client.putObject(
                        request ->
                                request.bucket(settings.bucket()).key(key(name)).contentMD5(md5),
                        RequestBody.fromBytes(content)));
    }

    /** Stores a file under a name, in place of what has it. */
    void put(String name, Path file) throws IOException {
        String md5 = md5(file);
        Duration time = time(Files.size(file));
        call(
                ObjectFaults.Doing.PUT,
                name,
                () -> client.putObject(
                        request -> request.bucket(settings.bucket())
                                .key(key(name))
                                .contentMD5(md5)
                                .overrideConfiguration(
                                        own -> own.apiCallTimeout(time).apiCallAttemptTimeout(time)),
                        RequestBody.fromFile(file)));
    }

    private Duration time(long bytes) {
        return settings.timeout().plusSeconds(bytes / SLOWEST_BYTES_A_SECOND);
    }

    /** The bytes of that name; empty where there is no such object. */
    Optional<byte[]> find(String name) {
        return found(ObjectFaults.Doing.GET, name, () -> client.getObjectAsBytes(
                        request -> request.bucket(settings.bucket()).key(key(name)))
                .asByteArrayUnsafe());
    }

    /**
     * Writes the object of that name into a file.
     *
     * @param bytes that it has
     * @return false where there is no such object
     */
    boolean fetch(String name, long bytes, Path file) throws IOException {
        // What a first attempt left would be in the way.
        Files.deleteIfExists(file);
        Duration time = time(bytes);
        return found(
                        ObjectFaults.Doing.GET,
                        name,
                        () -> client.getObject(
                                request -> request.bucket(settings.bucket())
                                        .key(key(name))
                                        .overrideConfiguration(
                                                own -> own.apiCallTimeout(time).apiCallAttemptTimeout(time)),
                                ResponseTransformer.toFile(file)))
                .isPresent();
    }

    /** When the object of that name was stored; empty where there is none. */
    Optional<Instant> storedAt(String name) {
        return found(ObjectFaults.Doing.GET, name, () -> client.headObject(
                        request -> request.bucket(settings.bucket()).key(key(name)))
                .lastModified());
    }

    /** Deletes the object of that name; no error where there is none. */
    void delete(String name) {
        call(
                ObjectFaults.Doing.DELETE,
                name,
                () -> client.deleteObject(
                        request -> request.bucket(settings.bucket()).key(key(name))));
    }

    /** Shows every object whose name begins so. */
    void list(String begin, Consumer<Listed> visitor) {
        try {
            client.listObjectsV2Paginator(
                            request -> request.bucket(settings.bucket()).prefix(key(begin)))
                    .contents()
                    .forEach(object -> visitor.accept(listed(object)));
        } catch (SdkException e) {
            throw faults.of(ObjectFaults.Doing.LIST, key(begin), e);
        }
    }

    private Listed listed(S3Object object) {
        return new Listed(object.key().substring(settings.prefix().length()), object.size(), object.lastModified());
    }

    /** What stands between the name's slash and the next, of all names that begin so. */
    void listFolders(String begin, Consumer<String> visitor) {
        try {
            client.listObjectsV2Paginator(request ->
                            request.bucket(settings.bucket()).prefix(key(begin)).delimiter("/"))
                    .commonPrefixes()
                    .forEach(folder -> {
                        String below = folder.prefix().substring(key(begin).length());
                        visitor.accept(below.substring(0, below.length() - 1));
                    });
        } catch (SdkException e) {
            throw faults.of(ObjectFaults.Doing.LIST, key(begin), e);
        }
    }

    /** The bucket and where it is, for people. */
    @Override
    public String toString() {
        return faults.place();
    }

    String key(String name) {
        return settings.prefix() + name;
    }

    private void call(ObjectFaults.Doing doing, String name, Runnable call) {
        try {
            asked(() -> {
                call.run();
                return name;
            });
        } catch (SdkException e) {
            throw faults.of(doing, key(name), doing == ObjectFaults.Doing.PUT ? answered(name, e) : e);
        }
    }

    /** The client of the library lets some faults of the network through that are none of its own exceptions. */
    private static <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (UncheckedIOException e) {
            throw SdkClientException.create(String.valueOf(e.getMessage()), e.getCause());
        }
    }

    /** A server may refuse us and hang up before it has read what is put, and its answer is lost; a question without a body gets it. */
    private SdkException answered(String name, SdkException e) {
        if (!ObjectFaults.brokeOff(e)) {
            return e;
        }
        try {
            find(name);
        } catch (StorageException refused) {
            if (refused.getCause() instanceof S3Exception refusal && ObjectFaults.refusesAll(refusal)) {
                return refusal;
            }
        }
        return e;
    }

    private <T> Optional<T> found(ObjectFaults.Doing doing, String name, Supplier<T> call) {
        try {
            return Optional.of(asked(call));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (NoSuchBucketException e) {
            throw faults.of(doing, key(name), e);
        } catch (S3Exception e) {
            // The answer to a question for the head of an object has no body that could say more.
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw faults.of(doing, key(name), e);
        } catch (SdkException e) {
            throw faults.of(doing, key(name), e);
        }
    }

    private static String md5(Path file) throws IOException {
        MessageDigest digest = md5();
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    /** Against faults on the way, not against people. */
    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no MD5", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
