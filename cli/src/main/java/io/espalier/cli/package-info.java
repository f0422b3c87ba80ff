// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code espalier} command: one class a subcommand, which reads its arguments, calls what does the work, and says what was done.
 *
 * <p>Data go to standard output, everything else to standard error. {@link io.espalier.cli.Failures} turns what went wrong into one message
 * and an exit code. No work is done here.
 */
@NullMarked
package io.espalier.cli;

import org.jspecify.annotations.NullMarked;
