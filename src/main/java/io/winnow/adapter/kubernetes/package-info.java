/** Refits as Jobs of a Kubernetes cluster, through its API server. */
@NullMarked
package io.winnow.adapter.kubernetes;

import org.jspecify.annotations.NullMarked;
