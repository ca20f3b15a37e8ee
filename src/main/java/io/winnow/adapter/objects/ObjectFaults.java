package io.winnow.adapter.objects;

import io.winnow.core.inspection.StorageException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What went wrong with an object, in words, and whether it may pass. A server that refuses us may pass too: keys and rights are the
 * storage's own affair, and frames had better wait for them than be lost.
 */
final class ObjectFaults {
    /** What was to be done with it. */
    enum Doing {
        PUT("was not stored", "s3:PutObject"),
        GET("could not be read", "s3:GetObject"),
        DELETE("was not deleted", "s3:DeleteObject"),
        LIST("could not be listed", "s3:ListBucket");

        private final String failed;
        private final String right;

        Doing(String failed, String right) {
            this.failed = failed;
            this.right = right;
        }
    }

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final Set<Integer> PASSING_REQUESTS = Set.of(401, FORBIDDEN, 404, 408, 409, 412, 425, 429);
    private static final Set<String> WRONG_KEY = Set.of("SignatureDoesNotMatch", "InvalidAccessKeyId", "ExpiredToken");
    /** Answered as 400 although they say nothing of the request but its sender. */
    private static final Set<String> PASSING_CODES = Set.of("ExpiredToken", "RequestTimeout", "InvalidToken");

    private final ObjectStorage.Settings settings;

    ObjectFaults(ObjectStorage.Settings settings) {
        this.settings = settings;
    }

    String place() {
        return "bucket %s at %s"
                .formatted(
                        settings.bucket(),
                        settings.endpoint().map(Object::toString).orElse("Amazon S3, region " + settings.region()));
    }

    StorageException of(Doing doing, String key, SdkException e) {
        if (e.getCause() instanceof StorageException own) {
            return own;
        }
        String what = doing == Doing.LIST ? "objects '%s…'".formatted(key) : "object %s".formatted(key);
        return new StorageException(
                "%s of %s %s: %s".formatted(what, place(), doing.failed, reason(doing, e)), e, passing(e));
    }

    /** Whether the server hung up in the middle of a request. */
    static boolean brokeOff(SdkException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().equals(IOException.class) || root.getClass().equals(SocketException.class);
    }

    /** Whether a refusal says nothing of what was asked: every request would get it. */
    static boolean refusesAll(S3Exception e) {
        return refusesKey(e) || noBucket(e);
    }

    private static boolean refusesKey(S3Exception e) {
        return WRONG_KEY.contains(code(e));
    }

    private static boolean noBucket(S3Exception e) {
        return code(e).equals("NoSuchBucket");
    }

    private static boolean passing(SdkException e) {
        if (!(e instanceof S3Exception refusal)) {
            return true;
        }
        int status = refusal.statusCode();
        return status < BAD_REQUEST
                || status >= SERVER_ERROR
                || PASSING_REQUESTS.contains(status)
                || PASSING_CODES.contains(code(refusal));
    }

    private String reason(Doing doing, SdkException e) {
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return "no answer within %s s (storage.objects.timeout)"
                    .formatted(settings.timeout().toSeconds());
        }
        if (!(e instanceof S3Exception refusal)) {
            return "it cannot be reached (%s)".formatted(root(e));
        }
        String code = code(refusal);
        if (refusesKey(refusal)) {
            return "the server does not accept the access key or its secret (%s); see to storage.objects in site.yaml"
                    .formatted(code);
        }
        if (refusal.statusCode() == FORBIDDEN) {
            return "access is denied (%s): the access key needs the right %s on the bucket"
                    .formatted(code, doing.right);
        }
        if (noBucket(refusal)) {
            return "there is no such bucket; make it, or mend storage.objects.bucket in site.yaml";
        }
        return "the server answered %d %s".formatted(refusal.statusCode(), code)
                + Optional.ofNullable(refusal.awsErrorDetails())
                        .flatMap(details -> Optional.ofNullable(details.errorMessage()))
                        .map(message -> ": " + message)
                        .orElse("");
    }

    private static String code(S3Exception e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .flatMap(details -> Optional.ofNullable(details.errorCode()))
                .orElse("no code");
    }

    private static String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
