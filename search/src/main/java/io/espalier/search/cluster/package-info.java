// SPDX-License-Identifier: Apache-2.0
/** How the command finds what runs trials on a cluster, without knowing it. */
@NullMarked
package io.espalier.search.cluster;

import org.jspecify.annotations.NullMarked;
