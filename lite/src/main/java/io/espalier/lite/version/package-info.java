// SPDX-License-Identifier: Apache-2.0
/**
 * Which version of an operator a graph needs, and which runtime knows that version.
 *
 * <p>{@link io.espalier.lite.version.OperatorVersions} picks the lowest version for what an operator is given, so that old runtimes
 * take the file; {@link io.espalier.lite.version.MinimumRuntime} writes the oldest runtime that takes all of them into the graph's
 * metadata.
 */
@NullMarked
package io.espalier.lite.version;

import org.jspecify.annotations.NullMarked;
