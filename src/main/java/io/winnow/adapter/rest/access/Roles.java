package io.winnow.adapter.rest.access;

import io.winnow.core.access.Role;
import jakarta.annotation.security.RolesAllowed;

/**
 * The words of {@link Role} for {@link RolesAllowed}. Every resource carries the role that its requests need; a method that needs
 * another one says so. A resource without any is refused to everybody.
 */
public final class Roles {
    public static final String VIEWER = "viewer";
    public static final String OPERATOR = "operator";
    public static final String ENGINEER = "engineer";
    public static final String ADMIN = "admin";

    private Roles() {}
}
