package io.winnow.adapter.rest.access;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Tells readers of the interface's description how to enter. */
public final class SecuritySchemes implements OASFilter {
    private static final String TOKEN = "token";
    private static final String SESSION = "session";

    @Override
    public void filterOpenAPI(OpenAPI description) {
        if (description.getComponents() == null) {
            description.setComponents(OASFactory.createComponents());
        }
        description
                .getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API token (wnw_...), or a JWT of the configured identity provider"))
                .addSecurityScheme(
                        SESSION,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name(SessionCookie.NAME)
                                .description("Set by POST /api/v1/session; changes also repeat its csrf in the header "
                                        + CrossSiteFilter.TOKEN_HEADER));
        description.addSecurityRequirement(
                OASFactory.createSecurityRequirement().addScheme(TOKEN));
        description.addSecurityRequirement(
                OASFactory.createSecurityRequirement().addScheme(SESSION));
    }
}
