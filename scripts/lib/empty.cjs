// Takes the place of a package that is bundled with another but never used.
module.exports = {};
