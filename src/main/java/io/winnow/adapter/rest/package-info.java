/** REST resources and the push channel of the dashboard, version 1 of the API. */
@NullMarked
package io.winnow.adapter.rest;

import org.jspecify.annotations.NullMarked;
