// Two mutators for the tests of each runner: one keeps the law, and one breaks it.
const sidecar = () => ({ name: 'log-shipper', image: 'registry.example/shipper:3' })

const appends = (podSpec) => ({ ...podSpec, containers: [...podSpec.containers, sidecar()] })
const looks = (podSpec) => (podSpec.containers.some(({ name }) => name === 'log-shipper') ? podSpec : appends(podSpec))

module.exports = { appends, looks }
