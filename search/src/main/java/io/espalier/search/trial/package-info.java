// SPDX-License-Identifier: Apache-2.0
/**
 * Trials of a search: recipes that are carried out, each a path in a tree of steps. What several trials have in common is trained once and kept by
 * content, so that any number of threads, processes and machines can share the work.
 */
@NullMarked
package io.espalier.search.trial;

import org.jspecify.annotations.NullMarked;
