package io.winnow.adapter.rest.access;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/**
 * Stands in, in the native executable, for a class of the problem library that names a field which this framework no longer has: no
 * executable is built of such. Nobody calls it, because {@link StrangerMapper} and {@link WrongCredentialMapper} come first.
 */
@TargetClass(className = "io.quarkiverse.resteasy.problem.security.HttpUnauthorizedUtils")
final class LibraryChallenge {
    private LibraryChallenge() {}

    @Substitute
    static Uni<HttpProblem> toProblem(RoutingContext context, Exception refusal) {
        return Uni.createFrom().item(HttpProblem.valueOf(Response.Status.UNAUTHORIZED));
    }
}
