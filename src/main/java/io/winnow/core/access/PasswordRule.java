package io.winnow.core.access;

/** What a password must be: long rather than strange (NIST SP 800-63B, section 3.1.1). */
public final class PasswordRule {
    public static final int SHORTEST = 10;
    /** Bounds the work of hashing. */
    public static final int LONGEST = 128;

    private PasswordRule() {}

    /** @throws IllegalArgumentException which says the rule and never the password */
    public static void require(String account, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw new IllegalArgumentException(
                    "the new password has %d characters, must have %d to %d".formatted(length, SHORTEST, LONGEST));
        }
        if (AccountName.spelled(password).contains(account)) {
            throw new IllegalArgumentException("the new password must not contain the account's name");
        }
        if (password.codePoints().distinct().count() < 4) {
            throw new IllegalArgumentException("the new password must have at least 4 different characters");
        }
    }
}
