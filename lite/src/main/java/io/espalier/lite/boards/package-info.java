// SPDX-License-Identifier: Apache-2.0
/**
 * Boards and chips as data, and whether a model fits them: by how much, and what a run costs. Start at {@link io.espalier.lite.boards.Boards} and
 * {@link io.espalier.lite.boards.BoardCheck}.
 *
 * <p>Not exported: the commands use it.
 */
@NullMarked
package io.espalier.lite.boards;

import org.jspecify.annotations.NullMarked;
