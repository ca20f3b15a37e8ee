package io.winnow.core.access;

/** Makes of a password what can be stored. Slow on purpose. Thread-safe. */
public interface PasswordHasher {
    /** A hash with its salt and parameters. */
    String hash(String password);

    /** A hash that no password is known for, made without the slow part: to compare with where a name has no account. */
    String nobodys();

    /** Whether the hash was made of that password; takes the same time either way. */
    boolean matches(String password, String hash);
}
