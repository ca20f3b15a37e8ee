package io.winnow.core.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Lets people in with a password, and knows who is in. Thread-safe. */
public final class Sessions {
    /** Written so often at most: not with every request. */
    private static final Duration USE_NOTED_EVERY = Duration.ofSeconds(30);

    private static final int LONGEST_INPUT = 256;

    /**
     * How long somebody stays logged in.
     *
     * @param idle without touching anything
     * @param longest in any case
     */
    public record Limits(Duration idle, Duration longest) {}

    /**
     * A session that was begun.
     *
     * @param secret for the browser; it is nowhere else
     */
    public record Begun(String secret, Visit visit) {}

    /**
     * Somebody who is logged in.
     *
     * @param hash names the session
     * @param csrf which requests that change something have to repeat
     */
    public record Visit(String hash, Account account, String csrf) {
        public Caller caller(String address) {
            return new Caller(account.name(), account.role(), Caller.Kind.ACCOUNT, Optional.of(address));
        }
    }

    private final AccountStore accounts;
    private final SessionStore store;
    private final PasswordHasher hasher;
    private final LoginThrottle throttle;
    private final Limits limits;
    private final Changes changes;
    private final UseNotes notes;
    private final Clock clock;
    private final String nobodysHash;

    public Sessions(
            AccountStore accounts,
            SessionStore store,
            PasswordHasher hasher,
            LoginThrottle throttle,
            Limits limits,
            AuditLog log,
            Clock clock) {
        this.accounts = accounts;
        this.store = store;
        this.hasher = hasher;
        this.throttle = throttle;
        this.limits = limits;
        this.changes = new Changes(log, clock);
        this.notes = new UseNotes(clock);
        this.clock = clock;
        this.nobodysHash = hasher.nobodys();
    }

    public Limits limits() {
        return limits;
    }

    /** Begins a session, or says why not. */
    public Begun login(String name, String password, String address) throws EntryException {
        String spelled = AccountName.spelled(shortened(name));
        Duration wait = throttle.attempt(spelled, address);
        if (!wait.isZero()) {
            // Not written down: otherwise a stranger could fill the disk with attempts that nobody even looked at.
            throw EntryException.tooOften(wait);
        }
        Optional<Account> found = accounts.find(spelled);
        // Also without an account, so that the time it takes does not tell which names exist.
        boolean right = hasher.matches(
                shortened(password), found.map(Account::passwordHash).orElse(nobodysHash));
        if (found.isEmpty() || !right || found.get().disabled()) {
            failed(spelled, address, found.isEmpty() ? "no such account" : right ? "disabled" : "wrong password");
            throw EntryException.wrong();
        }
        throttle.succeeded(spelled, address);
        return begin(found.get(), address);
    }

    private Begun begin(Account account, String address) {
        Instant now = clock.instant();
        Account present = accounts.change(account.name(), each -> each.withLogin(now))
                .map(AccountStore.Changed::after)
                .orElse(account);
        String secret = Secrets.random();
        Session session = new Session(Secrets.hash(secret), account.name(), now, now, address);
        store.add(session);
        Visit visit = new Visit(session.hash(), present, csrf(secret));
        changes.add(visit.caller(address), "login", account.name(), Optional.empty(), Optional.empty());
        return new Begun(secret, visit);
    }

    private void failed(String name, String address, String why) {
        Caller stranger =
                new Caller(name.isEmpty() ? "?" : name, Role.VIEWER, Caller.Kind.ACCOUNT, Optional.of(address));
        changes.add(stranger, "login.failed", stranger.name(), Optional.empty(), Optional.of(Map.of("why", why)));
    }

    /**
     * Who holds that secret; empty when nobody does any longer.
     *
     * @param active whether a person does something, rather than a page that refreshes itself
     */
    public Optional<Visit> visit(String secret, boolean active) {
        String hash = Secrets.hash(secret);
        return valid(hash).flatMap(session -> {
            Instant now = clock.instant();
            if (active && Duration.between(session.lastUsedAt(), now).compareTo(USE_NOTED_EVERY) > 0) {
                notes.note(() -> store.used(hash, now));
            }
            return accounts.find(session.account())
                    .filter(account -> !account.disabled())
                    .map(account -> new Visit(hash, account, csrf(secret)));
        });
    }

    /** Whether the session with that hash still lets in. */
    public boolean lasts(String hash) {
        return valid(hash).isPresent();
    }

    private Optional<Session> valid(String hash) {
        Instant now = clock.instant();
        return store.find(hash)
                .filter(session -> session.begunAt().plus(limits.longest()).isAfter(now)
                        && session.lastUsedAt().plus(limits.idle()).isAfter(now));
    }

    /** Ends a session. */
    public void logout(Visit visit, String address) {
        store.remove(visit.hash());
        changes.add(visit.caller(address), "logout", visit.account().name(), Optional.empty(), Optional.empty());
    }

    /** Forgets sessions that let nobody in any longer. */
    public void sweep() {
        Instant now = clock.instant();
        store.removeOld(now.minus(limits.longest()), now.minus(limits.idle()));
    }

    private static String csrf(String secret) {
        return Secrets.hash("csrf " + secret);
    }

    private static String shortened(String input) {
        return input.length() <= LONGEST_INPUT ? input : input.substring(0, LONGEST_INPUT);
    }
}
