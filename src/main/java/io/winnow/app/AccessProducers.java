package io.winnow.app;

import io.winnow.core.access.Accounts;
import io.winnow.core.access.ApiTokens;
import io.winnow.core.access.AuditLog;
import io.winnow.core.access.Entrance;
import io.winnow.core.access.Sessions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Hands the parts that decide who may enter to the resources. */
@Singleton
class AccessProducers {
    private final AccessParts access;

    AccessProducers(Plant plant) {
        this.access = plant.access();
    }

    @Produces
    @Singleton
    Accounts accounts() {
        return access.accounts();
    }

    @Produces
    @Singleton
    Entrance entrance() {
        return access.entrance();
    }

    @Produces
    @Singleton
    Sessions sessions() {
        return access.entrance().sessions();
    }

    @Produces
    @Singleton
    ApiTokens tokens() {
        return access.entrance().tokens();
    }

    @Produces
    @Singleton
    AuditLog audit() {
        return access.audit();
    }
}
