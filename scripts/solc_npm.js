// Standard JSON in one file, its compilation in another. solcjs' own command line loses piped data past 64 KiB.
const fs = require('fs')
const solc = require('../contracts/node_modules/solc')

const [request, answer] = process.argv.slice(2)
if (request === '--version') {
  console.log(`Version: ${solc.version()}`)
} else {
  fs.writeFileSync(answer, solc.compile(fs.readFileSync(request, 'utf8')))
}
