package io.winnow.app;

import io.winnow.adapter.cli.UsageException;
import io.winnow.adapter.identity.JwtTokens;
import io.winnow.adapter.passwords.Argon2PasswordHasher;
import io.winnow.adapter.storage.Database;
import io.winnow.adapter.storage.SqlAccountStore;
import io.winnow.adapter.storage.SqlAuditLog;
import io.winnow.adapter.storage.SqlSessionStore;
import io.winnow.adapter.storage.SqlTokenStore;
import io.winnow.app.config.SiteConfiguration;
import io.winnow.core.access.AccountStore;
import io.winnow.core.access.Accounts;
import io.winnow.core.access.ApiTokens;
import io.winnow.core.access.AuditLog;
import io.winnow.core.access.Entrance;
import io.winnow.core.access.LoginThrottle;
import io.winnow.core.access.PasswordHasher;
import io.winnow.core.access.SessionStore;
import io.winnow.core.access.Sessions;
import io.winnow.core.access.SignedTokens;
import java.io.IOException;
import java.time.Clock;

/** Everything that decides who may enter, and remembers what they did. */
record AccessParts(Accounts accounts, Entrance entrance, AuditLog audit) {
    private static final System.Logger LOG = System.getLogger(AccessParts.class.getName());

    static AccessParts build(SiteConfiguration.Access access, Database database, Clock clock) {
        AccountStore accounts = new SqlAccountStore(database);
        SessionStore sessions = new SqlSessionStore(database);
        AuditLog audit = new SqlAuditLog(database);
        int unfinished = audit.recover();
        if (unfinished > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} changes were cut off when the service ended: see {1} in the audit log",
                    unfinished,
                    AuditLog.UNFINISHED);
        }
        PasswordHasher hasher = new Argon2PasswordHasher();
        return new AccessParts(
                new Accounts(accounts, sessions, hasher, audit, database, clock),
                new Entrance(
                        new Sessions(
                                accounts,
                                sessions,
                                hasher,
                                new LoginThrottle(clock),
                                new Sessions.Limits(access.sessionIdle(), access.sessionLongest()),
                                audit,
                                clock),
                        new ApiTokens(new SqlTokenStore(database), audit, database, clock),
                        access.provider().map(AccessParts::signed)),
                audit);
    }

    private static SignedTokens signed(SiteConfiguration.IdentityProvider provider) {
        JwtTokens.Rules rules = new JwtTokens.Rules(
                provider.issuer(), provider.audience(), provider.nameClaim(), provider.rolesClaim(), provider.roles());
        try {
            return provider.keysFile().isPresent()
                    ? JwtTokens.withKeysIn(provider.keysFile().get(), rules)
                    : JwtTokens.withKeysAt(provider.keysUri().orElseThrow(), rules);
        } catch (IOException e) {
            throw new UsageException(
                    "keys of the identity provider %s: %s".formatted(provider.issuer(), e.getMessage()), e);
        }
    }
}
