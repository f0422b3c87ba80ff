// SPDX-License-Identifier: Apache-2.0
/**
 * The shell of every HTML page that Espalier writes: one file that needs nothing beside it and no network. Start with {@link
 * io.espalier.experiment.page.Page}. Not for users.
 */
@NullMarked
package io.espalier.experiment.page;

import org.jspecify.annotations.NullMarked;
