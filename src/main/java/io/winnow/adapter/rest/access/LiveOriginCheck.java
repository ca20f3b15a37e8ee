package io.winnow.adapter.rest.access;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Browsers let pages of any site open a socket: ours are opened by our own pages alone. */
@Singleton
class LiveOriginCheck implements HttpUpgradeCheck {
    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        return Origin.isOurs(context.httpRequest()) ? CheckResult.permitUpgrade() : CheckResult.rejectUpgrade(403);
    }
}
