// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a static site of the guide: README.md, docs/ and the other pages of the repository that they link to, with navigation, search and
 * checked links. Also fills the tables of figures in docs/ from the report of a lab.
 *
 * <p>Start at {@link io.espalier.site.Site}, and for figures at {@link io.espalier.site.FigureBlocks}.
 */
@NullMarked
package io.espalier.site;

import org.jspecify.annotations.NullMarked;
