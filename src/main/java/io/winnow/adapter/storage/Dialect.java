package io.winnow.adapter.storage;

import io.winnow.core.inspection.StorageException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Where the databases differ; everything else is said in words that both understand. */
public enum Dialect {
    /** One file for one Winnow. */
    SQLITE("json_object", "SELECT sqlite_version()") {
        @Override
        String elements(String json, String alias) {
            return "json_each(%s) %s".formatted(json, alias);
        }

        @Override
        String texts(String json, String alias) {
            return elements(json, alias);
        }

        @Override
        String json(String text) {
            return text;
        }
    },
    /** A server for several. */
    POSTGRESQL("json_build_object", "SELECT current_setting('server_version')") {
        @Override
        String elements(String json, String alias) {
            return "json_array_elements(CAST(%s AS json)) AS %s(value)".formatted(json, alias);
        }

        @Override
        String texts(String json, String alias) {
            return "json_array_elements_text(CAST(%s AS json)) AS %s(value)".formatted(json, alias);
        }

        @Override
        String json(String text) {
            return "CAST(%s AS json)".formatted(text);
        }
    };

    /** What SQLite refuses because of the statement or its values: no waiting helps. */
    private static final Set<Integer> SQLITE_OURS = Set.of(
            SQLiteErrorCode.SQLITE_ERROR.code,
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_RANGE.code);

    /** Extended result codes have the primary one in their last byte. */
    private static final int SQLITE_PRIMARY = 0xff;

    /** Classes of PostgreSQL's error codes that mean the same: features, cardinality, data, integrity, syntax and access, triggers. */
    private static final Set<String> POSTGRESQL_OURS = Set.of("0A", "21", "22", "23", "42", "44", "P0");

    private static final int CLASS = 2;

    private final String jsonObject;
    private final String version;

    Dialect(String jsonObject, String version) {
        this.jsonObject = jsonObject;
        this.version = version;
    }

    /** A JSON array as rows whose {@code value} is an element: of it {@code ->>} takes a part. */
    abstract String elements(String json, String alias);

    /** A JSON array of texts as rows whose {@code value} is one of them. */
    abstract String texts(String json, String alias);

    /** A text of which {@code ->>} takes a part. */
    abstract String json(String text);

    /** The function that makes a JSON object of names and values. */
    String jsonObject() {
        return jsonObject;
    }

    /** Asks for the database's version. */
    String version() {
        return version;
    }

    /** Whether a database refused what it was asked, so that asking again is useless. */
    static boolean isOurFault(Throwable cause) {
        if (cause instanceof SQLiteException refusal) {
            return SQLITE_OURS.contains(refusal.getResultCode().code & SQLITE_PRIMARY);
        }
        if (cause instanceof PSQLException refusal && refusal.getSQLState() != null) {
            String state = refusal.getSQLState();
            return state.length() >= CLASS && POSTGRESQL_OURS.contains(state.substring(0, CLASS));
        }
        return false;
    }

    /** What a failure is to whoever asked. */
    static StorageException failure(String what, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new StorageException(
                "%s failed in the database: %s".formatted(what, cause.getMessage()), e, !isOurFault(cause));
    }
}
