/** Tests of the REST adapter's own parts; its resources are tried by the integration tests. */
@NullMarked
package io.winnow.adapter.rest;

import org.jspecify.annotations.NullMarked;
